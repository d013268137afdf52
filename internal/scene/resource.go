package scene

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = &Resource{}
	_ resource.ResourceWithIdentity    = &Resource{}
	_ resource.ResourceWithImportState = &Resource{}
	_ resource.ResourceWithModifyPlan  = &Resource{}
)

// Resource adopts a scene that a person has published in the editor.
type Resource struct {
	tfkit.ResourceBase[*xrcloud.Client]
}

// NewResource returns the resource xrcloud_scene.
func NewResource() resource.Resource { return &Resource{} }

func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_scene"
}

func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema.Attributes = map[string]identityschema.Attribute{
		"id":         identityschema.StringAttribute{RequiredForImport: true, Description: idDescription},
		"project_id": identityschema.StringAttribute{OptionalForImport: true, Description: "ID of the project that the scene belongs to. The service does not return it."},
	}
}

func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Adopts a scene that a person has published in the browser editor. Terraform then notices if the scene is deleted, and deletes it on destroy if `delete_on_destroy` is set. " +
		"Terraform cannot create scenes.\n\n" +
		"A room needs only the ID of a scene. To look it up, use the data source `xrcloud_scene` instead."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"scene_id": schema.StringAttribute{
			MarkdownDescription: "ID of the scene to adopt. Changing this forces replacement.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
			PlanModifiers:       []planmodifier.String{tfkit.RequiresReplaceIfKnown()},
		},
		"project_id": schema.StringAttribute{
			MarkdownDescription: "ID of the project that the scene belongs to. The plan checks it.",
			Optional:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"delete_on_destroy": schema.BoolAttribute{
			MarkdownDescription: "Whether to delete the scene when the resource is destroyed or replaced. A change has an effect once it is applied. If false, Terraform only removes the scene from the state. Defaults to `false`.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(false),
		},
		"force_destroy": schema.BoolAttribute{
			MarkdownDescription: "Whether to delete the scene even if it has rooms, which are deleted with it. A change has an effect once it is applied. Defaults to `false`.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(false),
		},
		"id":            tfkit.StableString("ID of the scene, the same as `scene_id`."),
		"name":          tfkit.StableString(nameDescription),
		"creator":       tfkit.StableString(creatorDescription),
		"thumbnail_url": tfkit.StableString(thumbnailURLDescription),
		"created_at":    tfkit.StableString(createdAtDescription),
		"updated_at":    tfkit.StableString(updatedAtDescription),
	}
}

// ModifyPlan checks that the scene exists and belongs to the project, before an apply changes anything: a replacement that fails
// halfway could have deleted a scene. A change of project_id alone replaces nothing, since the scene stays the same.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	tfkit.RecordPlannedAccount(ctx, req, resp, r.Client)
	if req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var state, plan model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if !req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	}
	if resp.Diagnostics.HasError() || plan.SceneID.IsUnknown() {
		return
	}
	if state.DeleteOnDestroy.ValueBool() && !plan.SceneID.Equal(state.SceneID) { // a destroy or a replacement
		tfkit.CheckPlannedAccount(ctx, req.Private, r.Client, "scene", state.ID.ValueString(), &resp.Diagnostics)
	}
	if req.Plan.Raw.IsNull() {
		return
	}
	if !tfkit.CheckConfig(r.Client.CheckConfig(xrcloud.NeedCredential), "Cannot plan scene", &resp.Diagnostics) {
		return
	}
	if err := r.Client.CheckOneAccount(ctx); err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot plan scene", err, fields)
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), plan.SceneID)...) // so that rooms on the scene can be planned
	var notInProject diag.Diagnostics
	if plan.SceneID.Equal(state.SceneID) {
		if !plan.ProjectID.Equal(state.ProjectID) {
			r.findInProject(ctx, plan, &notInProject)
		}
	} else {
		var err error
		_, notInProject, err = r.readScene(ctx, plan)
		if transport.ReasonOf(err) == transport.NotConfigured {
			return // the apply plans again, and checks it
		}
		if transport.IsNotFound(err) && req.State.Raw.IsNull() {
			// Not an error: a destroy plans the configuration first, also if the scene was deleted outside Terraform.
			resp.Diagnostics.AddAttributeWarning(path.Root("scene_id"), "Scene not found", sceneNotFoundDetail(plan)+" The apply will fail.")
			return
		}
		addAdoptError(&resp.Diagnostics, plan, err)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(notInProject...)
	}
}

// addAdoptError adds an error if the scene to adopt could not be read.
func addAdoptError(diags *diag.Diagnostics, plan model, err error) {
	if transport.IsNotFound(err) {
		diags.AddAttributeError(path.Root("scene_id"), "Cannot adopt scene", sceneNotFoundDetail(plan))
	} else if err != nil {
		tfkit.AddError(diags, "Cannot adopt scene", err, fields)
	}
}

func sceneNotFoundDetail(plan model) string {
	return fmt.Sprintf("There is no published scene %q. Terraform cannot create scenes: publish one in the editor, and set scene_id to its ID.", plan.SceneID.ValueString())
}

// readScene reads the scene to adopt: from the list of its project, if one is configured, and otherwise alone. If the project does not list
// the scene, notInProject has the error.
func (r *Resource) readScene(ctx context.Context, plan model) (scene xrcloud.Scene, notInProject diag.Diagnostics, err error) {
	scene, found := r.findInProject(ctx, plan, &notInProject)
	if !found {
		scene, err = r.Client.Scene(ctx, plan.SceneID.ValueString())
	}
	return scene, notInProject, err
}

// findInProject returns the scene from the list of its project, if one is configured. It adds an error if the project does not list the
// scene.
func (r *Resource) findInProject(ctx context.Context, plan model, diags *diag.Diagnostics) (scene xrcloud.Scene, found bool) {
	if plan.ProjectID.IsNull() || plan.ProjectID.IsUnknown() {
		return scene, false
	}
	for scene, err := range r.Client.Scenes(ctx, plan.ProjectID.ValueString(), "", "") {
		if err != nil {
			tfkit.AddPlanError(diags, "Cannot read the scene's project", err, fields)
			return scene, false
		}
		if scene.ID == plan.SceneID.ValueString() {
			return scene, true
		}
	}
	diags.AddAttributeError(path.Root("project_id"), "Scene is not in this project",
		fmt.Sprintf("The project %q does not have the published scene %q. Set project_id to the ID of the project that the scene belongs to, or omit it.",
			plan.ProjectID.ValueString(), plan.SceneID.ValueString()))
	return scene, false
}

// Create reads the scene. It creates nothing at the service.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	scene, notInProject, err := r.readScene(ctx, plan)
	addAdoptError(&resp.Diagnostics, plan, err)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(notInProject...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	state := plan
	state.fromAPI(scene)
	resp.Diagnostics.Append(tfkit.SetMissingIdentity(ctx, resp.Identity, state.identity())...)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
}

func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(tfkit.SetMissingIdentity(ctx, resp.Identity, state.identity())...)
	if resp.Diagnostics.HasError() {
		return
	}
	before := state
	scene, err := r.Client.Scene(ctx, state.ID.ValueString())
	if transport.IsNotFound(err) {
		if tfkit.ConfirmNotFound(ctx, req.Private, r.Client, "scene", state.ID.ValueString(), &resp.Diagnostics) {
			tfkit.AddNotFoundWarning(&resp.Diagnostics, "scene", state.ID.ValueString(),
				"The service deleted its rooms, too. Terraform cannot recreate a scene: publish one in the editor, and set scene_id to its ID.")
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot read scene", err, fields)
		return
	}
	state.fromAPI(scene)
	state.SceneID = state.ID
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(tfkit.SetReadState(ctx, &resp.State, before, state)...)
}

// Update saves how Terraform treats the scene. It changes nothing at the service.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !plan.ProjectID.Equal(state.ProjectID) {
		r.findInProject(ctx, plan, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(tfkit.SetMissingIdentity(ctx, resp.Identity, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !state.DeleteOnDestroy.ValueBool() {
		return
	}
	id := state.ID.ValueString()
	if !tfkit.CheckAccount(ctx, req.Private, r.Client, "scene", id, &resp.Diagnostics) {
		return
	}
	if !state.ForceDestroy.ValueBool() && !r.checkNoRooms(ctx, id, &resp.Diagnostics) {
		return
	}
	if err := r.Client.DeleteScene(ctx, id); err != nil && !transport.IsNotFound(err) {
		tfkit.AddError(&resp.Diagnostics, "Cannot delete scene", err, fields)
	}
}

// checkNoRooms adds an error if the scene has rooms: they would be deleted with it.
func (r *Resource) checkNoRooms(ctx context.Context, id string, diags *diag.Diagnostics) bool {
	rooms, err := xrcloud.Collect(r.Client.RoomsOfScene(ctx, id, ""))
	switch {
	case transport.IsNotFound(err):
		return true
	case err != nil:
		tfkit.AddError(diags, "Cannot delete scene", err, fields)
	case len(rooms) > 0:
		diags.AddError("Scene has rooms",
			fmt.Sprintf("Deleting the scene %q also deletes all rooms on it (%d). Delete the rooms first. "+
				"To delete them with the scene, set force_destroy = true, apply, and destroy again.", id, len(rooms)))
	default:
		return true
	}
	return false
}

// ImportState imports a scene by its identity, by "scene_id", or by "project_id/scene_id". It checks the project.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	projectID, id := tfkit.ImportInProject(ctx, "scene_id", req, resp)
	if !projectID.IsNull() {
		r.findInProject(ctx, model{SceneID: types.StringValue(id), ProjectID: projectID}, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("delete_on_destroy"), false)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("force_destroy"), false)...)
}
