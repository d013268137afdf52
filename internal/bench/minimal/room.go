package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/bench/rest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/room"
)

var _ resource.ResourceWithIdentity = &roomResource{}

// roomResource is a resource with the schema and the identity of xrcloud_room.
type roomResource struct{ client *rest.Client }

type roomModel struct {
	ID             types.String `tfsdk:"id"`
	ProjectID      types.String `tfsdk:"project_id"`
	SceneID        types.String `tfsdk:"scene_id"`
	Name           types.String `tfsdk:"name"`
	Size           types.Int64  `tfsdk:"size"`
	ReturnURL      types.String `tfsdk:"return_url"`
	Tags           types.Set    `tfsdk:"tags"`
	PublicHostURL  types.String `tfsdk:"public_host_url"`
	PublicGuestURL types.String `tfsdk:"public_guest_url"`
	ThumbnailURL   types.String `tfsdk:"thumbnail_url"`
	CreatedAt      types.String `tfsdk:"created_at"`
	UpdatedAt      types.String `tfsdk:"updated_at"`
}

type roomIdentity struct {
	ID        types.String `tfsdk:"id"`
	ProjectID types.String `tfsdk:"project_id"`
}

func (m *roomModel) identity() roomIdentity { return roomIdentity{ID: m.ID, ProjectID: m.ProjectID} }

// input returns the values that can be set. withParents adds those that can only be set when the room is created.
func (m *roomModel) input(ctx context.Context, withParents bool) (rest.RoomInput, diag.Diagnostics) {
	input := rest.RoomInput{Name: m.Name.ValueString(), ReturnURL: m.ReturnURL.ValueString(), Size: m.Size.ValueInt64()}
	if !withParents {
		return input, nil
	}
	input.ProjectID, input.SceneID = m.ProjectID.ValueString(), m.SceneID.ValueString()
	return input, m.Tags.ElementsAs(ctx, &input.Tags, false)
}

func (m *roomModel) set(ctx context.Context, room rest.Room) diag.Diagnostics {
	m.ID = types.StringValue(room.ID)
	m.SceneID = types.StringValue(room.SceneID)
	m.Name = types.StringValue(room.Name)
	m.Size = types.Int64Value(room.Size)
	m.ReturnURL = types.StringValue(room.ReturnURL)
	m.PublicHostURL = types.StringValue(room.URL.Public.Host)
	m.PublicGuestURL = types.StringValue(room.URL.Public.Guest)
	m.ThumbnailURL = types.StringValue(room.ThumbnailURL)
	m.CreatedAt = types.StringValue(room.CreatedAt)
	m.UpdatedAt = types.StringValue(room.UpdatedAt)
	var diags diag.Diagnostics
	m.Tags, diags = types.SetValueFrom(ctx, types.StringType, room.Tags)
	return diags
}

func (r *roomResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_room"
}

func (r *roomResource) Schema(ctx context.Context, req resource.SchemaRequest, resp *resource.SchemaResponse) {
	room.NewResource().Schema(ctx, req, resp)
}

func (r *roomResource) IdentitySchema(ctx context.Context, req resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	(&room.Resource{}).IdentitySchema(ctx, req, resp)
}

func (r *roomResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.client, _ = req.ProviderData.(*rest.Client)
}

func (r *roomResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan roomModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	input, diags := plan.input(ctx, true)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	created, err := r.client.CreateRoom(ctx, input)
	if err != nil {
		resp.Diagnostics.AddError("Cannot create room", err.Error())
		return
	}
	resp.Diagnostics.Append(plan.set(ctx, created)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *roomResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state roomModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	read, err := r.client.Room(ctx, state.ID.ValueString())
	if err != nil {
		resp.Diagnostics.AddError("Cannot read room", err.Error())
		return
	}
	resp.Diagnostics.Append(state.set(ctx, read)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

func (r *roomResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan roomModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	input, diags := plan.input(ctx, false)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	updated, err := r.client.UpdateRoom(ctx, state.ID.ValueString(), input)
	if err != nil {
		resp.Diagnostics.AddError("Cannot update room", err.Error())
		return
	}
	resp.Diagnostics.Append(plan.set(ctx, updated)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

func (r *roomResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state roomModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.client.DeleteRoom(ctx, state.ID.ValueString()); err != nil {
		resp.Diagnostics.AddError("Cannot delete room", err.Error())
	}
}
