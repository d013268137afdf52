package room

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// accessModel has the URLs of a room for one visitor. The data source and the ephemeral resource xrcloud_room_access share it.
type accessModel struct {
	RoomID          types.String `tfsdk:"room_id"`
	UserID          types.String `tfsdk:"user_id"`
	DisplayName     types.String `tfsdk:"display_name"`
	AvatarURL       types.String `tfsdk:"avatar_url"`
	LinkPayload     types.String `tfsdk:"link_payload"`
	PrivateHostURL  types.String `tfsdk:"private_host_url"`
	PrivateGuestURL types.String `tfsdk:"private_guest_url"`
	PublicHostURL   types.String `tfsdk:"public_host_url"`
	PublicGuestURL  types.String `tfsdk:"public_guest_url"`
}

// accessAttributes describes the attributes of accessModel.
var accessAttributes = tfkit.StringAttributes{
	"room_id": {
		MarkdownDescription: "ID of the room.",
		Required:            true,
		Validators:          []validator.String{tfkit.IsUUID()},
	},
	"user_id": {
		MarkdownDescription: "Your own ID of the visitor. The service creates a user for it, by which the visit is found in the room's logs.",
		Optional:            true,
		Validators:          []validator.String{tfkit.NoNUL()},
	},
	"display_name": {
		MarkdownDescription: "Name of the visitor in the room.",
		Optional:            true,
	},
	"avatar_url": {
		MarkdownDescription: "URL of the visitor's avatar, a GLB file.",
		Optional:            true,
		Validators:          []validator.String{tfkit.IsURL()},
	},
	"link_payload": {
		MarkdownDescription: "Text that the room passes to the InlineView element of its scene.",
		Optional:            true,
	},
	"private_host_url": {
		MarkdownDescription: "URL by which the visitor enters the room as a host, who can run it. It changes with every read, and expires.",
		Computed:            true,
		Sensitive:           true,
	},
	"private_guest_url": {
		MarkdownDescription: "URL by which the visitor enters the room as a guest. It changes with every read, and expires.",
		Computed:            true,
		Sensitive:           true,
	},
	"public_host_url": {
		MarkdownDescription: publicHostURLDescription,
		Computed:            true,
		Sensitive:           true,
	},
	"public_guest_url": {
		MarkdownDescription: publicGuestURLDescription,
		Computed:            true,
	},
}

// accessFields names the argument that sets each field of the API.
var accessFields = tfkit.Fields{
	"roomId":      path.Root("room_id"),
	"userId":      path.Root("user_id"),
	"displayName": path.Root("display_name"),
	"avatarUrl":   path.Root("avatar_url"),
	"linkPayload": path.Root("link_payload"),
}

// read sets the URLs to those that the service returns for the visitor.
func (m *accessModel) read(ctx context.Context, client *xrcloud.Client) error {
	room, err := client.RoomForVisitor(ctx, m.RoomID.ValueString(), xrcloud.Visitor{
		UserID:      m.UserID.ValueString(),
		DisplayName: m.DisplayName.ValueString(),
		AvatarURL:   m.AvatarURL.ValueString(),
		LinkPayload: m.LinkPayload.ValueString(),
	})
	m.PrivateHostURL = types.StringValue(room.URL.Private.Host)
	m.PrivateGuestURL = types.StringValue(room.URL.Private.Guest)
	m.PublicHostURL = types.StringValue(room.URL.Public.Host)
	m.PublicGuestURL = types.StringValue(room.URL.Public.Guest)
	return err
}
