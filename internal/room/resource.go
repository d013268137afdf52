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

// Resource manages a room.
type Resource struct {
	tfkit.ResourceBase[*xrcloud.Client]
}

// NewResource makes the resource xrcloud_room.
func NewResource() resource.Resource { return &Resource{} }

func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_room"
}

func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema.Attributes = map[string]identityschema.Attribute{
		"id":         identityschema.StringAttribute{RequiredForImport: true, Description: "ID of the room, a UUID."},
		"project_id": identityschema.StringAttribute{OptionalForImport: true, Description: "ID of the project that the room belongs to. The service does not return it to an API key."},
	}
}

func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	size := tfkit.WholeNumber{Min: 1, Max: 1000}
	resp.Schema.MarkdownDescription = `
A room: a meeting place on a scene, with URLs for hosts and for guests.

Name, size and return URL change in place. Changing the scene, the project or the tags forces replacement: the new room has other URLs.

~> If other clients read or list rooms while the service creates this one, the service can create a second set of its public URLs. The state then has the
URLs of the creation, and the next refresh replaces them with the lasting ones, as a change of outputs. Hand out links after a second plan shows no change.
`
	resp.Schema.Attributes = map[string]schema.Attribute{
		"project_id": schema.StringAttribute{
			MarkdownDescription: "ID of the project that the room belongs to. Changing this forces replacement.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplaceIf(projectChanges, projectChangesText, projectChangesText)},
		},
		"scene_id": schema.StringAttribute{
			MarkdownDescription: "ID of the scene that the room is on. If the scene is deleted, the room is deleted with it. A scene of another project is accepted, with a warning: the room is then also deleted when that project is deleted. Changing this forces replacement.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
			PlanModifiers:       []planmodifier.String{tfkit.RequiresReplaceIfKnown()},
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "The name of the room. It need not be unique. Its Latin letters and digits are part of the room's URLs, so that another name gives other URLs.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1), tfkit.NoNUL()},
		},
		"size": schema.Int64Attribute{
			MarkdownDescription: "How many people can be in the room at once, from 1 to 1000; the account's tier may allow fewer. Default: 10.",
			Optional:            true,
			Computed:            true,
			Default:             int64default.StaticInt64(10),
			CustomType:          size,
			Validators:          []validator.Int64{size},
		},
		"return_url": schema.StringAttribute{
			MarkdownDescription: "The URL that people come to when they leave the room. Its host must have a dot: the service refuses `localhost`.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsURL()},
		},
		"tags": schema.SetAttribute{
			MarkdownDescription: "Words to find the room by. Changing this forces replacement, because the service accepts tags only when a room is created. Defaults to `[]`.",
			ElementType:         types.StringType,
			Optional:            true,
			Computed:            true,
			Default:             setdefault.StaticValue(types.SetValueMust(types.StringType, nil)),
			Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(tfkit.NoNUL())},
			PlanModifiers:       []planmodifier.Set{tfkit.RequiresReplaceIfKnown()},
		},
		"id": schema.StringAttribute{
			MarkdownDescription: "The id of the room, a UUID.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"public_host_url": schema.StringAttribute{
			MarkdownDescription: "The URL by which anyone who has it enters the room as a host and can run it. It stays the same until the room is renamed.",
			Computed:            true,
			Sensitive:           true,
			PlanModifiers:       []planmodifier.String{keepUnlessRenamed()},
		},
		"public_guest_url": schema.StringAttribute{
			MarkdownDescription: "The URL by which anyone who has it enters the room as a guest. It stays the same until the room is renamed.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{keepUnlessRenamed()},
		},
		"thumbnail_url": schema.StringAttribute{
			MarkdownDescription: "The URL of a picture of the scene.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"created_at": schema.StringAttribute{
			MarkdownDescription: "When the room was made, as an RFC 3339 time.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"updated_at": schema.StringAttribute{
			MarkdownDescription: "When the room was last changed, as an RFC 3339 time.",
			Computed:            true,
		},
	}
}

const projectChangesText = "Changing this forces replacement, unless the state does not have the project yet."

// projectChanges spares a room that was imported by its id alone: its project may not be in the state yet, see ModifyPlan.
func projectChanges(ctx context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !req.StateValue.IsNull() && tfkit.ChangesIfKnown(ctx, req.Path, req.StateValue, req.PlanValue, &resp.Diagnostics)
}

// ModifyPlan implements resource.ResourceWithModifyPlan. It asks the service what must hold before anything is done.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	tfkit.RecordPlannedAccount(ctx, req, resp, r.Client)
	if !tfkit.CheckNoPendingMove(req.State, "room", &resp.Diagnostics) {
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
	if resp.Diagnostics.HasError() || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	if !tfkit.CheckConfig(r.Client.CheckConfig(xrcloud.NeedCredential), "Cannot plan room", &resp.Diagnostics) {
		return
	}
	if err := r.Client.CheckMixed(ctx); err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot plan room", err, fields)
		return
	}
	if !req.State.Raw.IsNull() {
		r.checkReplacement(ctx, req.Private, state, plan, &resp.Diagnostics)
	}
	if !resp.Diagnostics.HasError() && (tfkit.IsKnownChange(state.SceneID, plan.SceneID) || tfkit.IsKnownChange(state.ProjectID, plan.ProjectID)) {
		r.warnOfOtherProject(ctx, plan, &resp.Diagnostics)
	}
}

// checkReplacement checks what a replacement needs: the account that the room belongs to, and a scene and project for the
// new one.
func (r *Resource) checkReplacement(ctx context.Context, private tfkit.PrivateState, state, plan model, diags *diag.Diagnostics) {
	otherScene, otherProject := tfkit.IsKnownChange(state.SceneID, plan.SceneID), tfkit.IsKnownChange(state.ProjectID, plan.ProjectID)
	if otherScene {
		_, err := r.Client.Scene(ctx, plan.SceneID.ValueString())
		checkParent(path.Root("scene_id"), err, diags)
	}
	switch {
	case otherProject && state.ProjectID.IsNull():
		// The project of a room that was imported by its id alone is not known where only an API key is set. It is taken from
		// the configuration, once the service has confirmed it.
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

// warnOfOtherProject warns of a scene that belongs to another project: the service accepts it, and deletes the room when
// that project or scene is deleted. What cannot be found out is no reason for a warning.
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

// checkParent adds an error for a scene or project that a replacement names and that does not exist. A replacement deletes
// the room before it shows that it cannot make another one.
func checkParent(argument path.Path, err error, diags *diag.Diagnostics) {
	switch {
	case transport.IsNotFound(err):
		diags.AddAttributeError(argument, "Cannot replace room",
			fmt.Sprintf("The service has nothing with the id that %s names, so that the room would be deleted and no other one made. "+
				"Give the id of one that exists; the data sources xrcloud_scenes and xrcloud_projects list them.", argument))
	case err != nil && transport.ReasonOf(err) != transport.NotConfigured:
		tfkit.AddAPIError(diags, "Cannot plan room", err, fields)
	}
}

// checkProject adds an error unless the project lists the room. Where the provider's configuration is not known yet,
// nobody can be asked: the apply, which plans once more, will.
func (r *Resource) checkProject(ctx context.Context, id, projectID string, diags *diag.Diagnostics) {
	listed, err := r.Client.RoomInProject(ctx, id, projectID)
	if transport.ReasonOf(err) == transport.NotConfigured {
		return
	}
	if err != nil {
		tfkit.AddAPIError(diags, "Cannot find out the room's project", err, fields)
		return
	}
	if !listed {
		diags.AddAttributeError(path.Root("project_id"), "The room is not in this project",
			fmt.Sprintf("The project %s has no room %s. Give the id of the project that the room belongs to.", projectID, id))
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
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot create room", err, fields)
		return
	}
	if adopted {
		tfkit.AddRecoveredWarning(&resp.Diagnostics, "room", room.ID)
	}
	state := plan
	resp.Diagnostics.Append(state.fromAPI(ctx, room)...)
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
	room, err := r.Client.Room(ctx, state.ID.ValueString())
	if transport.IsNotFound(err) {
		if tfkit.ConfirmPendingMoveNotFound(req.State, "room", state.ID.ValueString(), &resp.Diagnostics) &&
			tfkit.ConfirmNotFound(ctx, req.Private, r.Client, "room", state.ID.ValueString(), &resp.Diagnostics) {
			tfkit.AddNotFoundWarning(&resp.Diagnostics, "room", state.ID.ValueString(), r.afterGone(ctx, state))
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if err == nil && state.ProjectID.IsNull() {
		state.ProjectID, err = projectOf(ctx, r.Client, room.ID)
	}
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot read room", err, fields)
		return
	}
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(state.fromAPI(ctx, room)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// afterGone says what happens to a room that was not found: the next apply recreates it, unless its scene is deleted, too.
func (r *Resource) afterGone(ctx context.Context, state model) string {
	const recreated = "The next apply recreates it with other URLs, and the old URLs do not work any more."
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
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot update room", err, fields)
		return
	}
	state = plan
	resp.Diagnostics.Append(state.fromAPI(ctx, room)...)
	resp.Diagnostics.Append(tfkit.SetMissingIdentity(ctx, resp.Identity, state.ID, state.ProjectID)...)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
}

func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !tfkit.CheckAccount(ctx, req.Private, r.Client, "room", state.ID.ValueString(), &resp.Diagnostics) {
		return
	}
	if err := r.Client.DeleteRoom(ctx, state.ID.ValueString()); err != nil && !transport.IsNotFound(err) {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot delete room", err, fields)
	}
}

// ImportState implements resource.ResourceWithImportState. A room is imported by its identity, by "room_id", or by
// "project_id/room_id". A project is checked.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	projectID, id := tfkit.ImportInProject(ctx, "room_id", req, resp)
	if projectID != "" {
		r.checkProject(ctx, id, projectID, &resp.Diagnostics)
	}
}
