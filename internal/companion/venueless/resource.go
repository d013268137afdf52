package venueless

import (
	"context"
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
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// notBlank is what the type of a module must be: the server falls over those without.
var notBlank = regexp.MustCompile(`\S`)

var (
	_ resource.ResourceWithConfigure   = &Resource{}
	_ resource.ResourceWithIdentity    = &Resource{}
	_ resource.ResourceWithImportState = &Resource{}
	_ resource.ResourceWithModifyPlan  = &Resource{}
)

// Resource manages a room of a Venueless world.
type Resource struct {
	tfkit.ResourceBase[*venueless.Client]
}

// NewResource makes the resource xrcloud_venueless_room.
func NewResource() resource.Resource { return &Resource{} }

func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_venueless_room"
}

func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema.Attributes = map[string]identityschema.Attribute{
		"world_id": identityschema.StringAttribute{OptionalForImport: true, Description: "The id of the world. Default: the one of the provider's block venueless."},
		"id":       identityschema.StringAttribute{RequiredForImport: true, Description: "The id of the room, a UUID."},
	}
}

// How a room is deleted.
const (
	hard = "hard"
	soft = "soft"
)

func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
A room of a Venueless world: a stage, a chat, a video call or a page, made of modules.

All arguments change in place, except for the world. A room that somebody deletes in the web app is only marked as deleted: the next apply restores it, with its chat and all that was said there.

**Rights.** In a new world no token may create rooms. In the web app, under Config → Permissions, its operator has to give the role ` + "`apiuser`" + ` to a trait, such as ` + "`apiuser`" + `, and the provider's tokens need that trait. The server answers for a room that the token may not see as for one that does not exist. The provider tells the two apart with a token that may create rooms; with another token, a room that is not found is an error and stays in the state.

**Who sees the room.** A room without ` + "`trait_grants`" + ` is seen by the roles of the whole world alone. The web app makes public rooms with ` + "`trait_grants = { viewer = [], participant = [] }`" + `. The published page of the API names a field ` + "`permission_config`" + ` instead, which servers have not had since 2020: they drop it without a word.
`
	int32s := tfkit.WholeNumber{Min: math.MinInt32, Max: math.MaxInt32}
	resp.Schema.Attributes = map[string]schema.Attribute{
		"world_id": schema.StringAttribute{
			MarkdownDescription: "The id of the world. Default: the one of the provider's `venueless` block. Changing this forces replacement; the plan checks that the new world exists and that the token may create rooms in it.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{worldID()},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown(), tfkit.RequiresReplaceIfKnown()},
		},
		"name": schema.StringAttribute{
			CustomType:          trimmedType{},
			MarkdownDescription: "The name of the room, of 1 to 300 characters. The service does not insist that it is unique, but the web app does.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, 300), stripped(), tfkit.NoNUL()},
			PlanModifiers:       []planmodifier.String{keepSpelling()},
		},
		"description": schema.StringAttribute{
			CustomType:          trimmedType{},
			MarkdownDescription: "What the room is for, as Markdown. White space at its ends, such as the last line break of a heredoc, does not count. If it is not set, a description is removed, but an empty one is kept, which rooms made in the web app have.",
			Optional:            true, Computed: true,
			Validators:    []validator.String{tfkit.NoNUL()},
			PlanModifiers: []planmodifier.String{keepSpelling(), keepEmpty()},
		},
		"sorting_priority": schema.Int64Attribute{
			MarkdownDescription: "Orders the rooms of the world, the lowest number first: that room is the landing page. Set it for all rooms, since equal ones come in the order of their names. " +
				"When somebody reorders rooms in the web app, that renumbers all of them: either leave the order to Terraform, or add this to `lifecycle.ignore_changes`. Default: 0.",
			Optional: true, Computed: true, Default: int64default.StaticInt64(0),
			CustomType: int32s, Validators: []validator.Int64{int32s},
		},
		"pretalx_id": schema.Int64Attribute{
			MarkdownDescription: "The number of the room in the talk schedule (pretalx), 0 for none. Default: 0.",
			Optional:            true, Computed: true, Default: int64default.StaticInt64(0),
			CustomType: int32s, Validators: []validator.Int64{int32s},
		},
		"module_config": schema.ListNestedAttribute{
			MarkdownDescription: "What the room is made of, in this order. Default: nothing.",
			Optional:            true, Computed: true,
			Default:      listdefault.StaticValue(types.ListValueMust(moduleType, []attr.Value{})),
			Validators:   []validator.List{listvalidator.NoNullValues()},
			NestedObject: schema.NestedAttributeObject{Attributes: moduleAttributes()},
		},
		"trait_grants": schema.MapAttribute{
			MarkdownDescription: "Which roles people have in this room, by role: `viewer`, `participant`, `speaker`, `moderator`, `room_owner` and others that the world defines. " +
				"The role is given to everybody who has, of each inner list, at least one trait: `[[\"staff\"]]` is all with the trait staff, `[[\"staff\", \"crew\"]]` all with one of the two, `[[\"staff\"], [\"crew\"]]` all with both, and `[]` everybody. Default: `{}`, no roles beside those of the whole world.",
			ElementType: grantsType,
			Optional:    true, Computed: true,
			Default: mapdefault.StaticValue(types.MapValueMust(grantsType, map[string]attr.Value{})),
			Validators: []validator.Map{
				mapvalidator.NoNullValues(),
				mapvalidator.KeysAre(tfkit.NoNUL()),
				mapvalidator.ValueListsAre(listvalidator.NoNullValues(),
					listvalidator.ValueListsAre(listvalidator.NoNullValues(), listvalidator.ValueStringsAre(tfkit.NoNUL()))),
			},
		},
		"schedule_data": schema.StringAttribute{
			CustomType:          jsonType{},
			MarkdownDescription: "The running talk, as a JSON object with `title`, `session` and `computeSession`. Moderators change it during the event; it is only managed while it is set here.",
			Optional:            true, Computed: true,
			Validators:    []validator.String{jsonObject()},
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), keepSpelling()},
		},
		"deleted": schema.BoolAttribute{
			MarkdownDescription: "Whether the room is marked as deleted, as the web app does it: people do not see it any more, but it is all still there. Default: false, so that a room that was deleted in the web app is restored.",
			Optional:            true, Computed: true, Default: booldefault.StaticBool(false),
		},
		"deletion_mode": schema.StringAttribute{
			MarkdownDescription: "What a destroy does: `hard` deletes the room permanently, with the history of its chat and its exhibitors, posters, polls and questions; `soft` only marks it as deleted, so that it can be restored. " +
				"Before a hard delete, the provider removes the module `chat.native`, as the server would otherwise delete every direct message of the whole world, and puts it back if the delete fails. Default: `hard`.",
			Optional: true, Computed: true, Default: stringdefault.StaticString(hard),
			Validators: []validator.String{stringvalidator.OneOf(hard, soft)},
		},
		"id": schema.StringAttribute{
			MarkdownDescription: "The id of the room, a UUID, which the provider chooses.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
	}
}

func moduleAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"type": schema.StringAttribute{
			MarkdownDescription: "The type of the module, such as `livestream.native`, `livestream.youtube`, `livestream.iframe`, `chat.native`, `question`, `poll`, `call.bigbluebutton`, `call.janus`, `call.zoom`, `call.digitalsamba`, " +
				"`exhibition.native`, `poster.native`, `networking.roulette`, `page.static`, `page.markdown`, `page.iframe`, `page.landing` or `page.userlist`. The server does not check it.",
			Required:   true,
			Validators: []validator.String{stringvalidator.RegexMatches(notBlank, "must not be empty"), tfkit.NoNUL()},
		},
		"config": schema.StringAttribute{
			CustomType: jsonType{},
			MarkdownDescription: "What the type needs, as a JSON object. It is compared by value. It may hold secrets, such as the password of a `call.zoom`: give these by a variable that is marked as sensitive, and Terraform does not show the config in plans. " +
				"It is in the state all the same. Default: `{}`.",
			Optional: true, Computed: true, Default: stringdefault.StaticString("{}"),
			Validators:    []validator.String{jsonObject()},
			PlanModifiers: []planmodifier.String{keepSpelling()},
		},
	}
}

// ModifyPlan implements resource.ResourceWithModifyPlan. It says early what the provider's configuration lacks, and puts
// the room into the provider's world where it names none of its own.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	tfkit.RecordPlannedAccount(ctx, req, resp, r.Client)
	if !tfkit.CheckNoPendingMove(req.State, "Venueless room", &resp.Diagnostics) {
		return
	}
	var configured, prior, room types.String
	world := path.Root("world_id")
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &room)...)
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, world, &prior)...)
	}
	if req.Plan.Raw.IsNull() {
		tfkit.CheckPlannedAccount(ctx, req.Private, r.Client, "Venueless room", room.ValueString(), &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, world, &configured)...)
	planned := configured
	if configured.IsNull() && r.Client.WorldID() != "" {
		planned = types.StringValue(r.Client.WorldID())
	}
	need := venueless.NeedCredential
	if configured.IsNull() {
		need = venueless.NeedWorld
	}
	if !tfkit.CheckConfig(r.Client.CheckConfig(need), "Cannot plan Venueless room", &resp.Diagnostics) {
		return
	}
	moves := !prior.IsNull() && !planned.IsNull() && tfkit.IsKnownChange(prior, planned)
	if moves {
		tfkit.CheckPlannedAccount(ctx, req.Private, r.Client, "Venueless room", room.ValueString(), &resp.Diagnostics)
		r.checkWorld(ctx, planned.ValueString(), &resp.Diagnostics)
	}
	if configured.IsNull() && !planned.IsNull() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, world, planned)...)
		if moves {
			resp.RequiresReplace = append(resp.RequiresReplace, world)
		}
	}
}

// checkWorld checks that a room can be created in the world that a plan moves it to. The old room is deleted first, and
// must not be lost to a typing error.
func (r *Resource) checkWorld(ctx context.Context, worldID string, diags *diag.Diagnostics) {
	err := r.Client.CanCreateRooms(ctx, worldID)
	if err != nil && transport.ReasonOf(err) != transport.NotConfigured { // what is not known yet is checked at apply, in a new plan
		tfkit.AddAPIError(diags, "Cannot move Venueless room", err, fields)
	}
}

// Create implements resource.Resource. The id is chosen here, so that it is not lost with the answer.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	room, diags := plan.toCreate(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	room.ID = uuid.NewString()
	if plan.WorldID.IsUnknown() {
		plan.WorldID = types.StringValue(r.Client.WorldID())
	}
	made, err := r.Client.CreateRoom(ctx, plan.WorldID.ValueString(), room)
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot create Venueless room", err, fields)
	}
	switch {
	case transport.IsAmbiguous(err):
		resp.Diagnostics.AddWarning("The Venueless room may exist",
			fmt.Sprintf("If it does, its id is %s. It is in the state as tainted, so that the next apply deletes it and creates it anew.", room.ID))
		made = room
	case err != nil:
		return
	}
	state := plan
	resp.Diagnostics.Append(state.fromAPI(ctx, made)...)
	setIdentity(ctx, resp.Identity, state.record, &resp.Diagnostics)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
}

func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	setIdentity(ctx, resp.Identity, state.record, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
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
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot read Venueless room", err, fields)
		return
	}
	if problem := dropped(room); problem != "" && (state.Name.IsNull() || tfkit.IsMovePending(req.State)) {
		resp.Diagnostics.AddError("Cannot import Venueless room", problem+" This resource would drop that: mend the room first.")
		return
	} else if problem != "" {
		resp.Diagnostics.AddAttributeWarning(path.Root("module_config"), "Part of a module is not managed", problem+" It goes when module_config is next changed.")
	}
	resp.Diagnostics.Append(state.fromAPI(ctx, room)...)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.Client)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update implements resource.Resource. What another person has changed since the plan stays so, and shows at the next
// refresh: the state takes over what was planned.
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
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot update Venueless room", err, fields)
		return
	}
	state = plan
	resp.Diagnostics.Append(state.fromAPI(ctx, room)...)
	setIdentity(ctx, resp.Identity, state.record, &resp.Diagnostics)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
}

func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !tfkit.CheckAccount(ctx, req.Private, r.Client, "Venueless room", state.ID.ValueString(), &resp.Diagnostics) {
		return
	}
	if err := r.delete(ctx, state); err != nil && !transport.IsNotFound(err) {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot delete Venueless room", err, fields)
	}
}

func (r *Resource) delete(ctx context.Context, state model) error {
	world, id := state.WorldID.ValueString(), state.ID.ValueString()
	if state.DeletionMode.ValueString() == soft {
		deleted := true
		_, err := r.Client.UpdateRoom(ctx, world, id, venueless.RoomChange{Deleted: &deleted})
		return err
	}
	return r.Client.DeleteRoom(ctx, world, id)
}

// setIdentity says which room it is.
func setIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, room record, diags *diag.Diagnostics) {
	diags.Append(identity.SetAttribute(ctx, path.Root("world_id"), room.WorldID)...)
	diags.Append(identity.SetAttribute(ctx, path.Root("id"), room.ID)...)
}
