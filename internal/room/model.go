// Package room implements the resource, the data sources, the ephemeral resource and the functions for XRCLOUD rooms.
package room

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// identityModel is the identity of a room. The project is null if it is unknown.
type identityModel struct {
	ID        types.String `tfsdk:"id"`
	ProjectID types.String `tfsdk:"project_id"`
}

// model is a room in plan and state. It has no private URLs, because they change with every read.
type model struct {
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

func (m *model) identity() identityModel {
	return identityModel{ID: m.ID, ProjectID: m.ProjectID}
}

// fields names the argument that sets each field of the API.
var fields = tfkit.Fields{
	"roomId":    path.Root("id"),
	"projectId": path.Root("project_id"),
	"sceneId":   path.Root("scene_id"),
	"name":      path.Root("name"),
	"size":      path.Root("size"),
	"returnUrl": path.Root("return_url"),
	"tags":      path.Root("tags"),
}

// fromAPI sets all attributes but the project, which the service does not return.
func (m *model) fromAPI(ctx context.Context, room xrcloud.Room) diag.Diagnostics {
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
	m.Tags, diags = types.SetValueFrom(ctx, types.StringType, append([]string{}, room.Tags...)) // never null
	return diags
}

// toCreate returns the request that creates the room.
func (m *model) toCreate(ctx context.Context) (xrcloud.RoomInput, diag.Diagnostics) {
	input := xrcloud.RoomInput{
		ProjectID: m.ProjectID.ValueString(),
		SceneID:   m.SceneID.ValueString(),
		Name:      m.Name.ValueString(),
		ReturnURL: m.ReturnURL.ValueString(),
		Size:      m.Size.ValueInt64(),
	}
	diags := m.Tags.ElementsAs(ctx, &input.Tags, false)
	return input, diags
}

// toUpdate returns the request that changes the prior room to m. It has only the changed values.
func (m *model) toUpdate(prior model) xrcloud.RoomChange {
	var change xrcloud.RoomChange
	if !m.Name.Equal(prior.Name) {
		change.Name = m.Name.ValueStringPointer()
	}
	if !m.Size.Equal(prior.Size) {
		change.Size = m.Size.ValueInt64Pointer()
	}
	if !m.ReturnURL.Equal(prior.ReturnURL) {
		change.ReturnURL = m.ReturnURL.ValueStringPointer()
	}
	return change
}

// projectOf returns the ID of the project that a room belongs to. It is null without a bearer token, if the service does not
// have this unpublished request, and if the bearer token has expired or cannot see the room: the room itself was read with
// another credential, and that read must not fail because of this one.
func projectOf(ctx context.Context, client *xrcloud.Client, id string) (types.String, error) {
	if !client.HasBearer() {
		return types.StringNull(), nil
	}
	project, err := client.RoomProject(ctx, id)
	switch transport.ReasonOf(err) {
	case transport.UnknownRoute, transport.Unauthorized, transport.NotFound:
		return types.StringNull(), nil
	default:
		return types.StringValue(project), err
	}
}
