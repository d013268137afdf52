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
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
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

// Resource adopts a scene that a person has published.
type Resource struct {
	tfkit.ResourceBase[*xrcloud.Client]
}

// NewResource makes the resource xrcloud_scene.
func NewResource() resource.Resource { return &Resource{} }

// model is an adopted scene in plan and state.
type model struct {
	record
	SceneID         types.String `tfsdk:"scene_id"`
	ProjectID       types.String `tfsdk:"project_id"`
	DeleteOnDestroy types.Bool   `tfsdk:"delete_on_destroy"`
	ForceDestroy    types.Bool   `tfsdk:"force_destroy"`
}

// resourceFields names the argument that sets each field of the API.
var resourceFields = tfkit.Fields{"sceneId": path.Root("scene_id"), "projectId": path.Root("project_id")}

func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_scene"
}

func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema.Attributes = map[string]identityschema.Attribute{
		"id":         identityschema.StringAttribute{RequiredForImport: true, Description: "ID of the scene, a UUID."},
		"project_id": identityschema.StringAttribute{OptionalForImport: true, Description: "ID of the project that the scene belongs to. The service does not return it."},
	}
}

func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
Adopts a scene that somebody has published in the browser editor, so that Terraform notices when it is gone and, if you say so, deletes it. Terraform cannot make scenes.

Rooms only need the id of a scene: to look one up, use the data source ` + "`xrcloud_scene`" + ` instead.
`
	resp.Schema.Attributes = map[string]schema.Attribute{
		"scene_id": schema.StringAttribute{
			MarkdownDescription: "The id of the scene to adopt.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
			PlanModifiers:       []planmodifier.String{tfkit.RequiresReplaceIfKnown()},
		},
		"project_id": schema.StringAttribute{
			MarkdownDescription: "The id of the project that the scene belongs to. It is checked before anything is done.",
			Optional:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"delete_on_destroy": schema.BoolAttribute{
			MarkdownDescription: "Whether destroying or replacing the resource deletes the scene. It counts once it is applied. Default: `false`, and then Terraform only forgets the scene.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(false),
		},
		"force_destroy": schema.BoolAttribute{
			MarkdownDescription: "Whether to delete the scene even while rooms stand on it, which are deleted with it. It counts once it is applied. Default: `false`.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(false),
		},
		"id":            readAttribute("The id of the scene, the same as `scene_id`."),
		"name":          readAttribute("The name of the scene."),
		"creator":       readAttribute("Who made the scene; `admin` where nobody was named. Older services do not tell, and then it is null."),
		"thumbnail_url": readAttribute("The URL of a picture of the scene."),
		"created_at":    readAttribute("When the scene was first published, as an RFC 3339 time."),
		"updated_at":    readAttribute("When the scene was last published, as an RFC 3339 time."),
	}
}

// readAttribute is one that only people in the editor change: a plan never does. That includes a null, such as the creator
// that an older service does not tell.
func readAttribute(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// ModifyPlan implements resource.ResourceWithModifyPlan. That there is such a scene, and in the project, is checked while
// nothing has been done yet: a replacement that fails half-way could have deleted a scene. That is also why another
// project_id alone replaces nothing: the scene would still be the same one.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	tfkit.RecordPlannedAccount(ctx, req, resp, r.Client)
	if req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var plan, state model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if !req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	}
	if resp.Diagnostics.HasError() || plan.SceneID.IsUnknown() {
		return
	}
	if state.DeleteOnDestroy.ValueBool() && !plan.SceneID.Equal(state.SceneID) { // a destruction or replacement
		tfkit.CheckPlannedAccount(ctx, req.Private, r.Client, "scene", state.ID.ValueString(), &resp.Diagnostics)
	}
	if req.Plan.Raw.IsNull() {
		return
	}
	if !tfkit.CheckConfig(r.Client.CheckConfig(xrcloud.NeedCredential), "Cannot plan scene", &resp.Diagnostics) {
		return
	}
	if err := r.Client.CheckMixed(ctx); err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot plan scene", err, resourceFields)
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), plan.SceneID)...) // so that rooms can be planned on it
	if !plan.SceneID.Equal(state.SceneID) {
		_, err := r.Client.Scene(ctx, plan.SceneID.ValueString())
		if transport.ReasonOf(err) == transport.NotConfigured {
			return // the apply, which plans once more, will ask
		}
		if transport.IsNotFound(err) && req.State.Raw.IsNull() {
			// No error: a destroy plans the configuration first, also when somebody has deleted the scene.
			resp.Diagnostics.AddAttributeWarning(path.Root("scene_id"), "Scene not found", noSuchScene(plan)+" The apply will fail.")
			return
		}
		addNotAdopted(&resp.Diagnostics, plan, err)
	}
	if !resp.Diagnostics.HasError() && !plan.ProjectID.IsUnknown() {
		r.checkProject(ctx, plan, &resp.Diagnostics)
	}
}

// addNotAdopted adds an error if the scene to adopt could not be read.
func addNotAdopted(diags *diag.Diagnostics, plan model, err error) {
	if transport.IsNotFound(err) {
		diags.AddAttributeError(path.Root("scene_id"), "Cannot adopt scene", noSuchScene(plan))
	} else if err != nil {
		tfkit.AddAPIError(diags, "Cannot adopt scene", err, resourceFields)
	}
}

func noSuchScene(plan model) string {
	return fmt.Sprintf("There is no published scene %q. Terraform cannot create scenes: publish one in the editor, and set scene_id to its ID.", plan.SceneID.ValueString())
}

// checkProject adds an error unless the project, if one is named, lists the scene. Where the provider's configuration is
// not known yet, nobody can be asked: the apply, which plans once more, will.
func (r *Resource) checkProject(ctx context.Context, plan model, diags *diag.Diagnostics) {
	if plan.ProjectID.IsNull() {
		return
	}
	for scene, err := range r.Client.Scenes(ctx, plan.ProjectID.ValueString(), "", "") {
		if transport.ReasonOf(err) == transport.NotConfigured {
			return
		}
		if err != nil {
			tfkit.AddAPIError(diags, "Cannot find out the scene's project", err, resourceFields)
			return
		}
		if scene.ID == plan.SceneID.ValueString() {
			return
		}
	}
	diags.AddAttributeError(path.Root("project_id"), "The scene is not in this project",
		fmt.Sprintf("The project %s has no published scene %s. Give the id of the project that the scene belongs to, or leave project_id out.",
			plan.ProjectID.ValueString(), plan.SceneID.ValueString()))
}

// Create implements resource.Resource. It only looks the scene up.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	scene, err := r.Client.Scene(ctx, plan.SceneID.ValueString())
	addNotAdopted(&resp.Diagnostics, plan, err)
	if !resp.Diagnostics.HasError() {
		r.checkProject(ctx, plan, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	state := plan
	state.fromAPI(scene)
	resp.Diagnostics.Append(tfkit.SetMissingIdentity(ctx, resp.Identity, state.ID, state.ProjectID)...)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
}

func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(tfkit.SetMissingIdentity(ctx, resp.Identity, state.ID, state.ProjectID)...)
	if resp.Diagnostics.HasError() {
		return
	}
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
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot read scene", err, resourceFields)
		return
	}
	state.fromAPI(scene)
	state.SceneID = state.ID
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update implements resource.Resource. All that can change in place is how Terraform treats the scene.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.checkProject(ctx, plan, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(tfkit.SetMissingIdentity(ctx, resp.Identity, plan.ID, plan.ProjectID)...)
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
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot delete scene", err, resourceFields)
	}
}

// checkNoRooms adds an error if rooms stand on the scene, which would be deleted with it.
func (r *Resource) checkNoRooms(ctx context.Context, id string, diags *diag.Diagnostics) bool {
	rooms, err := xrcloud.Collect(r.Client.RoomsOfScene(ctx, id, ""))
	switch {
	case transport.IsNotFound(err):
		return true
	case err != nil:
		tfkit.AddAPIError(diags, "Cannot delete scene", err, resourceFields)
	case len(rooms) > 0:
		diags.AddError("Rooms stand on the scene",
			fmt.Sprintf("%d room(s) stand on the scene %s and would be deleted with it. Delete them first; "+
				"or, to lose them all, set force_destroy = true, apply, and destroy again.", len(rooms), id))
	default:
		return true
	}
	return false
}

// ImportState implements resource.ResourceWithImportState. A scene is imported by its identity, by "scene_id", or by
// "project_id/scene_id". A project is checked.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	projectID, id := tfkit.ImportInProject(ctx, "scene_id", req, resp)
	if projectID != "" {
		r.checkProject(ctx, model{SceneID: types.StringValue(id), ProjectID: types.StringValue(projectID)}, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("delete_on_destroy"), false)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("force_destroy"), false)...)
}
