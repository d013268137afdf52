// Package whiteboard is everything that Terraform says about the rooms of Agora Interactive Whiteboard.
package whiteboard

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// record is what can be read of a room.
type record struct {
	ID        types.String `tfsdk:"id"`
	Region    types.String `tfsdk:"region"`
	UUID      types.String `tfsdk:"uuid"`
	IsRecord  types.Bool   `tfsdk:"is_record"`
	Limit     types.Int64  `tfsdk:"limit"`
	Disabled  types.Bool   `tfsdk:"disabled"`
	TeamUUID  types.String `tfsdk:"team_uuid"`
	AppUUID   types.String `tfsdk:"app_uuid"`
	CreatedAt types.String `tfsdk:"created_at"`
}

// model is a room in plan and state. No token has a place in it.
type model struct {
	record
	OnDestroy types.String `tfsdk:"on_destroy"`
}

// What becomes of a room that Terraform destroys, since the service cannot delete one.
const (
	disable = "disable"
	abandon = "abandon"
)

// fromAPI takes over what the service says of a room in a region, which is not part of its answer.
func (r *record) fromAPI(region string, room api.Room) {
	r.ID = types.StringValue(formatID(region, room.UUID))
	r.Region = types.StringValue(region)
	r.UUID = types.StringValue(room.UUID)
	r.IsRecord = types.BoolValue(room.IsRecord)
	r.Limit = types.Int64Value(room.Limit)
	r.Disabled = types.BoolValue(room.IsBan)
	r.TeamUUID = types.StringValue(room.TeamUUID)
	r.AppUUID = types.StringNull()
	if room.AppUUID != "" { // older answers lack it
		r.AppUUID = types.StringValue(room.AppUUID)
	}
	r.CreatedAt = types.StringValue(room.CreatedAt)
}

func (m *model) toCreate() api.RoomInput {
	input := api.RoomInput{Limit: m.Limit.ValueInt64()}
	if !m.IsRecord.IsUnknown() {
		input.IsRecord = m.IsRecord.ValueBoolPointer()
	}
	return input
}

// replaces says whether the plan is known to need another room.
func (m *model) replaces(state model) bool {
	return tfkit.IsKnownChange(state.Region, m.Region) || tfkit.IsKnownChange(state.Limit, m.Limit) || tfkit.IsKnownChange(state.IsRecord, m.IsRecord)
}
