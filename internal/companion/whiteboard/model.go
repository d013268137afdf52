// Package whiteboard implements the resource, the data sources, the list resource and the ephemeral resources for rooms of Agora Interactive
// Whiteboard.
package whiteboard

import (
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// model is a room in plan and state. It has no token.
type model struct {
	dataSourceModel
	OnDestroy types.String `tfsdk:"on_destroy"`
}

// dataSourceModel is a room in the data sources.
type dataSourceModel struct {
	ID        types.String      `tfsdk:"id"`
	Region    types.String      `tfsdk:"region"`
	UUID      types.String      `tfsdk:"uuid"`
	IsRecord  types.Bool        `tfsdk:"is_record"`
	Limit     types.Int64       `tfsdk:"limit"`
	Disabled  types.Bool        `tfsdk:"disabled"`
	TeamUUID  types.String      `tfsdk:"team_uuid"`
	AppUUID   types.String      `tfsdk:"app_uuid"`
	CreatedAt timetypes.RFC3339 `tfsdk:"created_at"`
}

// The values of on_destroy: what a destroy does to a room, which the service cannot delete.
const (
	destroyDisables = "disable"
	destroyAbandons = "abandon"
)

// fields names the argument that sets each field of the API. Only a check of the region before a replacement names a field.
var fields = tfkit.Fields{"region": path.Root("region")}

// regionOrDefault returns a region, or the provider's if it is null, or unknown because the plan did not have the provider's yet.
func regionOrDefault(client *api.Client, region types.String) types.String {
	if region.IsNull() || region.IsUnknown() {
		return types.StringValue(client.Region())
	}
	return region
}

// fromAPI sets the model to the values of the service, which does not return the region.
func (m *dataSourceModel) fromAPI(region string, room api.Room) {
	m.ID = types.StringValue(formatID(region, room.UUID))
	m.Region = types.StringValue(region)
	m.UUID = types.StringValue(room.UUID)
	m.IsRecord = types.BoolValue(room.IsRecord)
	m.Limit = types.Int64Value(room.Limit)
	m.Disabled = types.BoolValue(room.IsBan)
	m.TeamUUID = types.StringValue(room.TeamUUID)
	m.AppUUID = tfkit.StringOrNull(room.AppUUID)
	m.CreatedAt = timetypes.RFC3339{StringValue: types.StringValue(room.CreatedAt)}
}

// toCreate returns the request that creates the room. The service chooses an is_record that is not configured.
func (m *model) toCreate() api.RoomInput {
	input := api.RoomInput{Limit: m.Limit.ValueInt64()}
	if !m.IsRecord.IsUnknown() {
		input.IsRecord = m.IsRecord.ValueBoolPointer()
	}
	return input
}

// requiresReplace reports whether the plan is known to replace the room.
func (m *model) requiresReplace(state model) bool {
	return tfkit.IsKnownChange(state.Region, m.Region) || tfkit.IsKnownChange(state.Limit, m.Limit) || tfkit.IsKnownChange(state.IsRecord, m.IsRecord)
}
