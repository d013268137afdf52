// Package vcs implements the resource, the data sources, the list resource and the ephemeral resources for conference rooms of VCS Realtime.
package vcs

import (
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// identityModel is the identity of a room.
type identityModel struct {
	ID types.String `tfsdk:"id"`
}

// model is a room in plan and state. It does not have the room token, which gives the right to join.
type model struct {
	inputModel
	computedModel
	CurrentConferenceType types.String `tfsdk:"current_conference_type"`
}

func (m *model) identity() identityModel {
	return identityModel{ID: m.ID}
}

// dataSourceModel is a room in the list of a data source.
type dataSourceModel struct {
	inputModel
	computedModel
}

// lookupModel is a room in the data source and in the ephemeral resource for one room.
type lookupModel struct {
	dataSourceModel
	Token types.String `tfsdk:"token"`
}

// inputModel has the arguments that create a room.
type inputModel struct {
	Name                        types.String `tfsdk:"name"`
	Description                 types.String `tfsdk:"description"`
	ConferenceType              types.String `tfsdk:"conference_type"`
	AutoUpgradeParticipantCount types.Int64  `tfsdk:"auto_upgrade_participant_count"`
}

// computedModel has the attributes that only the service sets.
type computedModel struct {
	ID                  types.String      `tfsdk:"id"`
	CreationTime        timetypes.RFC3339 `tfsdk:"creation_time"`
	ModificationTime    timetypes.RFC3339 `tfsdk:"modification_time"`
	ExpiresAt           timetypes.RFC3339 `tfsdk:"expires_at"`
	MaxParticipants     types.Int64       `tfsdk:"max_participants"`
	RoomTokenTTLSeconds types.Int64       `tfsdk:"room_token_ttl_seconds"`
	RoomTTLSeconds      types.Int64       `tfsdk:"room_ttl_seconds"`
	EndpointTTLSeconds  types.Int64       `tfsdk:"endpoint_ttl_seconds"`
}

// fields names the argument that sets each field of the API.
var fields = tfkit.Fields{
	"name":                        path.Root("name"),
	"description":                 path.Root("description"),
	"conferenceType":              path.Root("conference_type"),
	"autoUpgradeParticipantCount": path.Root("auto_upgrade_participant_count"),
	"id":                          path.Root("id"),
}

// validate adds an error if the arguments contradict each other. Arguments that are unknown until apply do not.
func (m *inputModel) validate(diags *diag.Diagnostics) {
	if m.ConferenceType.ValueString() == api.SFU && !m.AutoUpgradeParticipantCount.IsNull() && !m.AutoUpgradeParticipantCount.IsUnknown() {
		diags.AddAttributeError(path.Root("auto_upgrade_participant_count"), "An SFU room cannot be upgraded",
			`auto_upgrade_participant_count sets when a MESH room becomes SFU, but conference_type is "SFU". `+
				`Remove auto_upgrade_participant_count, or set conference_type to "MESH".`)
	}
}

// toCreate returns the request that creates the room.
func (m *inputModel) toCreate() api.RoomInput {
	return api.RoomInput{
		Name:                        m.Name.ValueString(),
		Description:                 m.Description.ValueString(),
		ConferenceType:              m.ConferenceType.ValueString(),
		AutoUpgradeParticipantCount: m.AutoUpgradeParticipantCount.ValueInt64(),
	}
}

// fromAPI sets the arguments to the values of the service. It keeps an upgrade count that the service does not return.
func (m *inputModel) fromAPI(room api.Room) {
	m.Name = tfkit.StringOrNull(room.Name)
	m.Description = tfkit.StringOrNull(room.Description)
	m.ConferenceType = tfkit.StringOrNull(room.ConferenceType)
	if count := room.AutoUpgradeParticipantCount; count != nil {
		m.AutoUpgradeParticipantCount = types.Int64PointerValue(count)
		if *count == 0 {
			m.AutoUpgradeParticipantCount = types.Int64Null()
		}
	}
}

func (m *computedModel) fromAPI(room api.Room) {
	m.ID = types.StringValue(room.ID)
	m.CreationTime = tfkit.TimeOrNull(room.CreationTime)
	m.ModificationTime = tfkit.TimeOrNull(room.ModificationTime)
	m.ExpiresAt = tfkit.TimeOrNull(room.ExpiresAt())
	m.MaxParticipants = types.Int64PointerValue(room.MaxParticipants)
	m.RoomTokenTTLSeconds = types.Int64PointerValue(room.RoomTokenTTLSeconds)
	m.RoomTTLSeconds = types.Int64PointerValue(room.RoomTTLSeconds)
	m.EndpointTTLSeconds = types.Int64PointerValue(room.EndpointTTLSeconds)
}

// fromAPI sets the model to the values of the service. During an import, which has no conference type yet, it sets all of
// them. Otherwise it keeps two differences that are not drift: a MESH room that the service upgraded to SFU stays MESH, and
// a name or description that is not configured stays null even if the service chose one.
func (m *model) fromAPI(room api.Room) {
	prior := m.inputModel
	m.inputModel.fromAPI(room)
	m.computedModel.fromAPI(room)
	m.CurrentConferenceType = tfkit.StringOrNull(room.ConferenceType)
	if prior.ConferenceType.IsNull() {
		return
	}
	if prior.ConferenceType.ValueString() == api.Mesh && room.ConferenceType == api.SFU {
		m.ConferenceType = prior.ConferenceType
	}
	if prior.Name.IsNull() {
		m.Name = prior.Name
	}
	if prior.Description.IsNull() {
		m.Description = prior.Description
	}
}

func (m *dataSourceModel) fromAPI(room api.Room) {
	m.inputModel.fromAPI(room)
	m.computedModel.fromAPI(room)
}

func (m *lookupModel) fromAPI(room api.Room) {
	m.dataSourceModel.fromAPI(room)
	m.Token = types.StringValue(room.Token)
}
