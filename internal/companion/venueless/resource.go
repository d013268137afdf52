package venueless

import (
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = &Resource{}
	_ resource.ResourceWithIdentity    = &Resource{}
	_ resource.ResourceWithImportState = &Resource{}
	_ resource.ResourceWithModifyPlan  = &Resource{}
)

// notBlankPattern matches the type of a module. The server fails on a module without a type.
var notBlankPattern = regexp.MustCompile(`\S`)

// Resource manages a room of a Venueless world.
type Resource struct {
	tfkit.ResourceBase[*api.Client]
}

// NewResource returns the resource xrcloud_venueless_room.
func NewResource() resource.Resource { return &Resource{} }

func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_venueless_room"
}

func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema.Attributes = map[string]identityschema.Attribute{
		"world_id": identityschema.StringAttribute{OptionalForImport: true, Description: "ID of the world. Defaults to the world_id of the provider's venueless block."},
		"id":       identityschema.StringAttribute{RequiredForImport: true, Description: idDescription},
	}
}

func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	int32Type := tfkit.WholeNumber{Min: math.MinInt32, Max: math.MaxInt32}
	resp.Schema.MarkdownDescription = "A room of a Venueless world: a stage, a chat, a video call or a page, which consists of modules.\n\n" +
		"All arguments change in place, except for the world. If somebody deletes the room in the web app, it is only marked as deleted: the next apply restores it, with the history of its chat.\n\n" +
		"**Permissions.** In a new world no token may create rooms. In the web app, under Config → Permissions, its operator has to grant the role `apiuser` to a trait, such as `apiuser`, and the provider's tokens need that trait. " +
		"The server sends the same response for a room that the token may not see and for a room that does not exist. The provider can tell the two apart with a token that may create rooms. " +
		"With any other token, a room that is not found is an error and stays in the state.\n\n" +
		"**Visibility.** Without `trait_grants`, only the roles of the whole world see the room. The web app creates public rooms with `trait_grants = { viewer = [], participant = [] }`. " +
		"The published documentation of the API has a field `permission_config` instead, which servers have ignored since 2020."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"world_id": schema.StringAttribute{
			MarkdownDescription: worldIDDescription + " Changing this forces replacement. The plan checks that the new world exists and that the token may create rooms in it.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{isWorldID()},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown(), tfkit.RequiresReplaceIfKnown()},
		},
		"name": schema.StringAttribute{
			CustomType:          trimmedType{},
			MarkdownDescription: "Name of the room, of 1 to 300 characters. The API does not require it to be unique, but the web app does.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, 300), isTrimmed(), tfkit.NoNUL()},
			PlanModifiers:       []planmodifier.String{useStateIfSemanticallyEqual()},
		},
		"description": schema.StringAttribute{
			CustomType: trimmedType{},
			MarkdownDescription: descriptionDescription + " White space at its ends has no effect, such as the last line break of a heredoc. " +
				"If it is not set, an existing description is removed, except for an empty one: rooms that were created in the web app have an empty description.",
			Optional:      true,
			Computed:      true,
			Validators:    []validator.String{tfkit.NoNUL()},
			PlanModifiers: []planmodifier.String{useStateIfSemanticallyEqual(), useStateIfEmpty()},
		},
		"sorting_priority": schema.Int64Attribute{
			MarkdownDescription: "Position of the room in its world. The room with the lowest number is the first, and is the landing page. Rooms with the same number are ordered by name, so set it for all rooms. " +
				"If somebody reorders rooms in the web app, the numbers of all rooms change: either let only Terraform set the order, or add this to `lifecycle.ignore_changes`. Defaults to `0`.",
			CustomType: int32Type,
			Optional:   true,
			Computed:   true,
			Default:    int64default.StaticInt64(0),
			Validators: []validator.Int64{int32Type},
		},
		"pretalx_id": schema.Int64Attribute{
			MarkdownDescription: pretalxIDDescription + " `0` means that the room is not in the schedule. Defaults to `0`.",
			CustomType:          int32Type,
			Optional:            true,
			Computed:            true,
			Default:             int64default.StaticInt64(0),
			Validators:          []validator.Int64{int32Type},
		},
		"module_config": schema.ListNestedAttribute{
			MarkdownDescription: moduleConfigDescription + " Defaults to `[]`.",
			Optional:            true,
			Computed:            true,
			Default:             listdefault.StaticValue(types.ListValueMust(moduleType, []attr.Value{})),
			Validators:          []validator.List{listvalidator.NoNullValues()},
			NestedObject:        schema.NestedAttributeObject{Attributes: moduleAttributes()},
		},
		"trait_grants": schema.MapAttribute{
			MarkdownDescription: traitGrantsDescription + " Roles are `viewer`, `participant`, `speaker`, `moderator`, `room_owner` and others that the world defines. " +
				"A person gets a role with at least one trait of each inner list: `[[\"staff\"]]` grants it to everybody with the trait `staff`, `[[\"staff\", \"crew\"]]` to everybody with one of the two traits, " +
				"`[[\"staff\"], [\"crew\"]]` to everybody with both traits, and `[]` to everybody. Defaults to `{}`, which grants no roles besides those of the whole world.",
			ElementType: grantsType,
			Optional:    true,
			Computed:    true,
			Default:     mapdefault.StaticValue(types.MapValueMust(grantsType, map[string]attr.Value{})),
			Validators: []validator.Map{
				mapvalidator.NoNullValues(),
				mapvalidator.KeysAre(tfkit.NoNUL()),
				mapvalidator.ValueListsAre(listvalidator.NoNullValues(),
					listvalidator.ValueListsAre(listvalidator.NoNullValues(), listvalidator.ValueStringsAre(tfkit.NoNUL()))),
			},
		},
		"schedule_data": schema.StringAttribute{
			CustomType:          jsonType{},
			MarkdownDescription: "Current talk, as a JSON object with `title`, `session` and `computeSession`. Moderators change it during the event. It is only managed while it is set here.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{isJSONObject()},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown(), useStateIfSemanticallyEqual()},
		},
		"deleted": schema.BoolAttribute{
			MarkdownDescription: "Whether the room is marked as deleted, as the web app does it. People no longer see such a room, but nothing of it is lost. Defaults to `false`, so that a room that was deleted in the web app is restored.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(false),
		},
		"deletion_mode": schema.StringAttribute{
			MarkdownDescription: "How to delete the room when the resource is destroyed. `hard` deletes it permanently, with the history of its chat and its exhibitors, posters, polls and questions. `soft` only marks it as deleted, so that it can be restored. " +
				"Before a hard delete, the provider removes the module `chat.native`, because the server would otherwise delete every direct message of the whole world. If the delete fails, it restores the module. Defaults to `hard`.",
			Optional:   true,
			Computed:   true,
			Default:    stringdefault.StaticString(deletionIsHard),
			Validators: []validator.String{stringvalidator.OneOf(deletionIsHard, deletionIsSoft)},
		},
		"id": tfkit.StableString("ID of the room, a UUID, which the provider chooses."),
	}
}

func moduleAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"type": schema.StringAttribute{
			MarkdownDescription: "Type of the module, such as `livestream.native`, `livestream.youtube`, `livestream.iframe`, `chat.native`, `question`, `poll`, `call.bigbluebutton`, `call.janus`, `call.zoom`, `call.digitalsamba`, " +
				"`exhibition.native`, `poster.native`, `networking.roulette`, `page.static`, `page.markdown`, `page.iframe`, `page.landing` or `page.userlist`. The server does not check it.",
			Required:   true,
			Validators: []validator.String{stringvalidator.RegexMatches(notBlankPattern, "must not be empty"), tfkit.NoNUL()},
		},
		"config": schema.StringAttribute{
			CustomType: jsonType{},
			MarkdownDescription: "Settings of the module, as a JSON object. It is compared by value. It can have secrets, such as the password of a `call.zoom`: set them from a variable that is marked as sensitive, and Terraform does not show the config in plans. " +
				"It is saved in the state nevertheless. Defaults to `{}`.",
			Optional:      true,
			Computed:      true,
			Default:       stringdefault.StaticString("{}"),
			Validators:    []validator.String{isJSONObject()},
			PlanModifiers: []planmodifier.String{useStateIfSemanticallyEqual()},
		},
	}
}

// ModifyPlan checks the provider's configuration, and plans the provider's world for a room that does not set world_id. Otherwise the
// room would keep the world of the state after a change of the provider's.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	tfkit.RecordPlannedAccount(ctx, req, resp, r.Client)
	if !tfkit.CheckNoPendingMove(req.State, "Venueless room", &resp.Diagnostics) {
		return
	}
	var id, prior, configured types.String
	world := path.Root("world_id")
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, world, &prior)...)
	}
	if req.Plan.Raw.IsNull() {
		tfkit.CheckPlannedAccount(ctx, req.Private, r.Client, "Venueless room", id.ValueString(), &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, world, &configured)...)
	planned, need := configured, api.NeedCredential
	if configured.IsNull() {
		need = api.NeedWorld
		if r.Client.WorldID() != "" {
			planned = types.StringValue(r.Client.WorldID())
		}
	}
	if !tfkit.CheckConfig(r.Client.CheckConfig(need), "Cannot plan Venueless room", &resp.Diagnostics) {
		return
	}
	changesWorld := !prior.IsNull() && !planned.IsNull() && tfkit.IsKnownChange(prior, planned)
	if changesWorld {
		tfkit.CheckPlannedAccount(ctx, req.Private, r.Client, "Venueless room", id.ValueString(), &resp.Diagnostics)
		r.checkNewWorld(ctx, planned.ValueString(), &resp.Diagnostics)
	}
	if configured.IsNull() && !planned.IsNull() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, world, planned)...)
		if changesWorld {
			resp.RequiresReplace = append(resp.RequiresReplace, world)
		}
	}
}

// checkNewWorld adds an error if the room of a replacement cannot be created. Terraform deletes the old room first, which must not be
// lost because of a typing error.
func (r *Resource) checkNewWorld(ctx context.Context, worldID string, diags *diag.Diagnostics) {
	tfkit.AddPlanError(diags, "Cannot move Venueless room", r.Client.CanCreateRooms(ctx, worldID), fields)
}

// Create chooses the ID of the room, so that it is known even if the response is lost.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	input, diags := plan.toCreate(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	input.ID = uuid.NewString()
	plan.WorldID = worldOrDefault(r.Client, plan.WorldID)
	room, err := r.Client.CreateRoom(ctx, plan.WorldID.ValueString(), input)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot create Venueless room", err, fields)
	}
	switch {
	case transport.IsAmbiguous(err):
		resp.Diagnostics.AddWarning("The Venueless room may exist",
			fmt.Sprintf("If the room exists, its ID is %q. It is in the state as tainted: the next apply deletes and recreates it.", input.ID))
		room = input
	case err != nil:
		return
	}
	state := plan
	resp.Diagnostics.Append(state.fromAPI(ctx, room)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
}

func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if resp.Diagnostics.HasError() {
		return
	}
	before := state
	room, err := r.Client.Room(ctx, state.WorldID.ValueString(), state.ID.ValueString())
	if transport.IsNotFound(err) {
		if tfkit.ConfirmPendingMoveNotFound(req.State, "Venueless room", state.ID.ValueString(), &resp.Diagnostics) &&
			tfkit.ConfirmNotFound(ctx, req.Private, r.Client, "Venueless room", state.ID.ValueString(), &resp.Diagnostics) {
			tfkit.AddNotFoundWarning(&resp.Diagnostics, "Venueless room", state.ID.ValueString(), "")
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot read Venueless room", err, fields)
		return
	}
	switch unmanaged := unmanagedFields(room); {
	case unmanaged == "":
	case state.Name.IsNull() || tfkit.IsMovePending(req.State):
		resp.Diagnostics.AddError("Cannot import Venueless room", unmanaged+" This resource cannot manage that, and would remove it. Correct the module first.")
		return
	default:
		resp.Diagnostics.AddAttributeWarning(path.Root("module_config"), "Part of a module is not managed", unmanaged+" The next change of module_config removes it from the room.")
	}
	resp.Diagnostics.Append(state.fromAPI(ctx, room)...)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(tfkit.SetReadState(ctx, &resp.State, before, state)...)
}

func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	change, diags := plan.toUpdate(ctx, state)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	room, err := r.Client.UpdateRoom(ctx, state.WorldID.ValueString(), state.ID.ValueString(), change)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot update Venueless room", err, fields)
		return
	}
	state = plan
	resp.Diagnostics.Append(state.fromAPI(ctx, room)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
}

func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !tfkit.CheckAccount(ctx, req.Private, r.Client, "Venueless room", state.ID.ValueString(), &resp.Diagnostics) {
		return
	}
	if err := r.delete(ctx, state); err != nil && !transport.IsNotFound(err) {
		tfkit.AddError(&resp.Diagnostics, "Cannot delete Venueless room", err, fields)
	}
}

func (r *Resource) delete(ctx context.Context, state model) error {
	world, id := state.WorldID.ValueString(), state.ID.ValueString()
	if state.DeletionMode.ValueString() == deletionIsSoft {
		deleted := true
		_, err := r.Client.UpdateRoom(ctx, world, id, api.RoomChange{Deleted: &deleted})
		return err
	}
	return r.Client.DeleteRoom(ctx, world, id)
}

// ImportState imports a room by its identity, by "world_id/room_id", or by "room_id" in the provider's world.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	worldID, id := tfkit.ImportIDs(ctx, req, "world_id", "id", &resp.Diagnostics)
	worldID = worldOrDefault(r.Client, worldID)
	canonicalID, ok := tfkit.ParseUUID(id)
	var err error
	switch {
	case !ok:
		err = fmt.Errorf("got %q. A room ID is a UUID, such as f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b", id)
	case worldID.ValueString() == "":
		err = errors.New("got no world, neither here nor in the provider's venueless block")
	case !api.IsWorldID(worldID.ValueString()):
		err = fmt.Errorf("got the world %q, which is not a world ID", worldID.ValueString())
	}
	if err != nil {
		resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf(`Expected "<world_id>/<room_id>", or "<room_id>" in the provider's world, %v.`, err))
		return
	}
	tfkit.SetImported(ctx, resp, map[string]types.String{"world_id": worldID, "id": types.StringValue(canonicalID)})
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("deletion_mode"), deletionIsHard)...)
}
