package room

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// access is the ways into a room for one visitor, as the data source and the ephemeral resource give them.
type access struct {
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

// accessTexts describes the attributes of both forms.
var accessTexts = map[string]string{
	"room_id":           "The id of the room.",
	"user_id":           "Your own id of the visitor. The service makes a user of it, by whom the visit is found in the room's logs.",
	"display_name":      "The name that the visitor has in the room.",
	"avatar_url":        "The URL of the visitor's avatar, a GLB file.",
	"link_payload":      "A text that is handed to the scene's InlineView element.",
	"private_host_url":  "A URL by which its holder enters the room as this visitor, as a host who can run it. It is another one at every read, and expires.",
	"private_guest_url": "A URL by which its holder enters the room as this visitor, as a guest. It is another one at every read, and expires.",
	"public_host_url":   "The URL by which anyone who has it enters the room as a host and can run it.",
	"public_guest_url":  "The URL by which anyone who has it enters the room as a guest.",
}

// accessURLs says of each URL whether it is a secret.
var accessURLs = map[string]bool{"private_host_url": true, "private_guest_url": true, "public_host_url": true, "public_guest_url": false}

// accessFields names the argument that sets each field of the API.
var accessFields = tfkit.Fields{
	"roomId":      path.Root("room_id"),
	"userId":      path.Root("user_id"),
	"displayName": path.Root("display_name"),
	"avatarUrl":   path.Root("avatar_url"),
	"linkPayload": path.Root("link_payload"),
}

func (a *access) read(ctx context.Context, client *xrcloud.Client) error {
	room, err := client.RoomForVisitor(ctx, a.RoomID.ValueString(), xrcloud.Visitor{
		UserID:      a.UserID.ValueString(),
		DisplayName: a.DisplayName.ValueString(),
		AvatarURL:   a.AvatarURL.ValueString(),
		LinkPayload: a.LinkPayload.ValueString(),
	})
	a.PrivateHostURL = types.StringValue(room.URL.Private.Host)
	a.PrivateGuestURL = types.StringValue(room.URL.Private.Guest)
	a.PublicHostURL = types.StringValue(room.URL.Public.Host)
	a.PublicGuestURL = types.StringValue(room.URL.Public.Guest)
	return err
}
