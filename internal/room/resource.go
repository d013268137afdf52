package room

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
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

// Resource manages a room.
type Resource struct {
	tfkit.ResourceBase[*xrcloud.Client]
}

// NewResource returns the resource xrcloud_room.
func NewResource() resource.Resource { return &Resource{} }

func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_room"
}

func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema.Attributes = map[string]identityschema.Attribute{
		"id":         identityschema.StringAttribute{RequiredForImport: true, Description: idDescription},
		"project_id": identityschema.StringAttribute{OptionalForImport: true, Description: projectIDDescription + " The service does not return it to an API key."},
	}
}

func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	size := tfkit.WholeNumber{Min: 1, Max: 1000}
	resp.Schema.MarkdownDescription = `
A room: a meeting place on a scene, with URLs for hosts and for guests.

Name, size and return URL change in place. Changing the scene, the project or the tags forces replacement, and the new room has other URLs.

~> If other clients read or list rooms while the service creates this room, the service can create a second set of its public URLs. The state then has the
first set, and the next refresh replaces it with the permanent one. Hand out links after a second plan shows no change.
`
	resp.Schema.Attributes = map[string]schema.Attribute{
		"project_id": schema.StringAttribute{
			MarkdownDescription: projectIDDescription + " Changing this forces replacement.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
			PlanModifiers:       []planmodifier.String{requiresReplaceUnlessUnread()},
		},
		"scene_id": schema.StringAttribute{
			MarkdownDescription: sceneIDDescription + " If the scene is deleted, the room is deleted with it. A scene of another project is accepted, with a warning: the room is then also deleted when that project is deleted. Changing this forces replacement.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
			PlanModifiers:       []planmodifier.String{tfkit.RequiresReplaceIfKnown()},
		},
		"name": schema.StringAttribute{
			MarkdownDescription: nameDescription + " It need not be unique. Its Latin letters and digits are part of the public URLs, so changing the name also changes the URLs.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1), tfkit.NoNUL()},
		},
		"size": schema.Int64Attribute{
			MarkdownDescription: "Maximum number of people in the room at the same time, between 1 and 1000. The tier of the account may allow fewer. Defaults to `10`.",
			Optional:            true,
			Computed:            true,
			Default:             int64default.StaticInt64(10),
			CustomType:          size,
			Validators:          []validator.Int64{size},
		},
		"return_url": schema.StringAttribute{
			MarkdownDescription: returnURLDescription + " Its host must have a dot: the service refuses `localhost`.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsURL()},
		},
		"tags": schema.SetAttribute{
			MarkdownDescription: "Tags of the room, by which it can be found. Changing this forces replacement, because the service accepts tags only when a room is created. Defaults to `[]`.",
			ElementType:         types.StringType,
			Optional:            true,
			Computed:            true,
			Default:             setdefault.StaticValue(types.SetValueMust(types.StringType, nil)),
			Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(tfkit.NoNUL())},
			PlanModifiers:       []planmodifier.Set{tfkit.RequiresReplaceIfKnown()},
		},
		"id": tfkit.StableString(idDescription),
		"public_host_url": schema.StringAttribute{
			MarkdownDescription: publicHostURLDescription + " It changes only if the name changes.",
			Computed:            true,
			Sensitive:           true,
			PlanModifiers:       []planmodifier.String{useStateUnlessRenamed()},
		},
		"public_guest_url": schema.StringAttribute{
			MarkdownDescription: publicGuestURLDescription + " It changes only if the name changes.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{useStateUnlessRenamed()},
		},
		"thumbnail_url": tfkit.StableString(thumbnailURLDescription),
		"created_at":    tfkit.StableString(createdAtDescription),
		"updated_at": schema.StringAttribute{
			MarkdownDescription: updatedAtDescription,
			Computed:            true,
		},
	}
}

// ModifyPlan checks with the service what an apply needs, before the apply changes anything.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	tfkit.RecordPlannedAccount(ctx, req, resp, r.Client)
	if !tfkit.CheckNoPendingMove(req.State, "room", &resp.Diagnostics) || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var state, plan model
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		tfkit.CheckPlannedAccount(ctx, req.Private, r.Client, "room", state.ID.ValueString(), &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !tfkit.CheckConfig(r.Client.CheckConfig(xrcloud.NeedCredential), "Cannot plan room", &resp.Diagnostics) {
		return
	}
	if err := r.Client.CheckOneAccount(ctx); err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot plan room", err, fields)
		return
	}
	if !req.State.Raw.IsNull() {
		r.checkReplacement(ctx, req.Private, state, plan, &resp.Diagnostics)
	}
	if !resp.Diagnostics.HasError() && (tfkit.IsKnownChange(state.SceneID, plan.SceneID) || tfkit.IsKnownChange(state.ProjectID, plan.ProjectID)) {
		r.warnOfOtherProject(ctx, plan, &resp.Diagnostics)
	}
}

// checkReplacement adds errors if a replacement cannot succeed: it needs the account that the room belongs to, and the scene and
// the project of the new room.
func (r *Resource) checkReplacement(ctx context.Context, private tfkit.PrivateState, state, plan model, diags *diag.Diagnostics) {
	otherScene, otherProject := tfkit.IsKnownChange(state.SceneID, plan.SceneID), tfkit.IsKnownChange(state.ProjectID, plan.ProjectID)
	if otherScene {
		_, err := r.Client.Scene(ctx, plan.SceneID.ValueString())
		checkParent(path.Root("scene_id"), err, diags)
	}
	switch {
	case otherProject && state.ProjectID.IsNull():
		// With an API key alone, the project of a room that was imported by its ID alone is unknown. It is the configured one if
		// the service confirms that.
		r.checkProject(ctx, state.ID.ValueString(), plan.ProjectID.ValueString(), diags)
		otherProject = false
	case otherProject:
		_, err := r.Client.Project(ctx, plan.ProjectID.ValueString())
		checkParent(path.Root("project_id"), err, diags)
	}
	if otherScene || otherProject || tfkit.IsKnownChange(state.Tags, plan.Tags) {
		tfkit.CheckPlannedAccount(ctx, private, r.Client, "room", state.ID.ValueString(), diags)
	}
}

// warnOfOtherProject warns of a scene that belongs to another project: the service accepts it, but deletes the room together with
// that scene or project. If a request fails, it adds no warning.
func (r *Resource) warnOfOtherProject(ctx context.Context, plan model, diags *diag.Diagnostics) {
	if plan.SceneID.IsUnknown() || plan.ProjectID.IsUnknown() {
		return
	}
	inProject, err := r.Client.SceneInProject(ctx, plan.SceneID.ValueString(), plan.ProjectID.ValueString())
	if err != nil || inProject {
		return
	}
	if _, err := r.Client.Scene(ctx, plan.SceneID.ValueString()); err == nil {
		diags.AddAttributeWarning(path.Root("scene_id"), "Scene of another project",
			fmt.Sprintf("The scene %q does not belong to the project %q. The service accepts that, but deletes the room together with the scene, "+
				"also when the other project is deleted.", plan.SceneID.ValueString(), plan.ProjectID.ValueString()))
	}
}

// checkParent adds an error if the scene or the project of a replacement does not exist. Terraform deletes the room before it
// creates the new one, which would then fail.
func checkParent(argument path.Path, err error, diags *diag.Diagnostics) {
	switch {
	case transport.IsNotFound(err):
		diags.AddAttributeError(argument, "Cannot replace room",
			fmt.Sprintf("The service does not find the object that %s names. The room would be deleted, and no new room created. "+
				"Set %[1]s to the ID of an existing object. The data sources xrcloud_scenes and xrcloud_projects list them.", argument))
	default:
		tfkit.AddPlanError(diags, "Cannot plan room", err, fields)
	}
}

// checkProject adds an error unless the project lists the room.
func (r *Resource) checkProject(ctx context.Context, id, projectID string, diags *diag.Diagnostics) {
	listed, err := r.Client.RoomInProject(ctx, id, projectID)
	if err != nil {
		tfkit.AddPlanError(diags, "Cannot read the room's project", err, fields)
		return
	}
	if !listed {
		diags.AddAttributeError(path.Root("project_id"), "Room is not in this project",
			fmt.Sprintf("The project %q does not have the room %q. Set project_id to the ID of the project that the room belongs to.", projectID, id))
	}
}

func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	input, diags := plan.toCreate(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	room, adopted, err := r.Client.CreateRoom(ctx, input)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot create room", err, fields)
		return
	}
	if adopted {
		tfkit.AddRecoveredWarning(&resp.Diagnostics, "room", room.ID)
	}
	state := plan
	resp.Diagnostics.Append(state.fromAPI(ctx, room)...)
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
	room, err := r.Client.Room(ctx, state.ID.ValueString())
	if transport.IsNotFound(err) {
		if tfkit.ConfirmPendingMoveNotFound(req.State, "room", state.ID.ValueString(), &resp.Diagnostics) &&
			tfkit.ConfirmNotFound(ctx, req.Private, r.Client, "room", state.ID.ValueString(), &resp.Diagnostics) {
			tfkit.AddNotFoundWarning(&resp.Diagnostics, "room", state.ID.ValueString(), r.afterNotFound(ctx, state))
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if err == nil && state.ProjectID.IsNull() {
		state.ProjectID, err = projectOf(ctx, r.Client, room.ID)
	}
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot read room", err, fields)
		return
	}
	resp.Diagnostics.Append(state.fromAPI(ctx, room)...)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(tfkit.SetReadState(ctx, &resp.State, before, state)...)
}

// afterNotFound returns sentences about the next apply after a room was not found: it recreates the room, unless the scene is
// deleted, too.
func (r *Resource) afterNotFound(ctx context.Context, state model) string {
	const recreated = "The next apply recreates it with other URLs, and the old URLs no longer work."
	if _, err := r.Client.Scene(ctx, state.SceneID.ValueString()); !transport.IsNotFound(err) {
		return recreated
	}
	return fmt.Sprintf("Its scene %q does not exist either: the service deletes the rooms of a scene together with the scene or the project. "+
		"The next apply can only create the room on another scene. Set scene_id to its ID.", state.SceneID.ValueString())
}

func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	room, err := r.Client.UpdateRoom(ctx, state.ID.ValueString(), plan.toUpdate(state))
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot update room", err, fields)
		return
	}
	state = plan
	resp.Diagnostics.Append(state.fromAPI(ctx, room)...)
	resp.Diagnostics.Append(tfkit.SetMissingIdentity(ctx, resp.Identity, state.identity())...)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
}

func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !tfkit.CheckAccount(ctx, req.Private, r.Client, "room", state.ID.ValueString(), &resp.Diagnostics) {
		return
	}
	if err := r.Client.DeleteRoom(ctx, state.ID.ValueString()); err != nil && !transport.IsNotFound(err) {
		tfkit.AddError(&resp.Diagnostics, "Cannot delete room", err, fields)
	}
}

// ImportState imports a room by its identity, by "room_id", or by "project_id/room_id". It checks the project.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	projectID, id := tfkit.ImportInProject(ctx, "room_id", req, resp)
	if !projectID.IsNull() {
		r.checkProject(ctx, id, projectID.ValueString(), &resp.Diagnostics)
	}
}
