// Package vcs is everything that Terraform says about the conference rooms of VCS Realtime.
package vcs

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// arguments are what a room is made with.
type arguments struct {
	Name                        types.String `tfsdk:"name"`
	Description                 types.String `tfsdk:"description"`
	ConferenceType              types.String `tfsdk:"conference_type"`
	AutoUpgradeParticipantCount types.Int64  `tfsdk:"auto_upgrade_participant_count"`
}

// facts are what the service alone decides.
type facts struct {
	ID                  types.String `tfsdk:"id"`
	CreationTime        types.String `tfsdk:"creation_time"`
	ModificationTime    types.String `tfsdk:"modification_time"`
	ExpiresAt           types.String `tfsdk:"expires_at"`
	MaxParticipants     types.Int64  `tfsdk:"max_participants"`
	RoomTokenTTLSeconds types.Int64  `tfsdk:"room_token_ttl_seconds"`
	RoomTTLSeconds      types.Int64  `tfsdk:"room_ttl_seconds"`
	EndpointTTLSeconds  types.Int64  `tfsdk:"endpoint_ttl_seconds"`
}

// model is a room in plan and state. The room token has no place in it: it is the right to join.
type model struct {
	arguments
	facts
	CurrentConferenceType types.String `tfsdk:"current_conference_type"`
}

// record is a room as it is found, or opened for a while.
type record struct {
	arguments
	facts
}

// entry is a room with the right to join it.
type entry struct {
	record
	Token types.String `tfsdk:"token"`
}

// fields names the argument that sets each field of the API.
var fields = tfkit.Fields{
	"name":                        path.Root("name"),
	"description":                 path.Root("description"),
	"conferenceType":              path.Root("conference_type"),
	"autoUpgradeParticipantCount": path.Root("auto_upgrade_participant_count"),
	"id":                          path.Root("id"),
}

func (a *arguments) toCreate() api.RoomInput {
	return api.RoomInput{
		Name:                        a.Name.ValueString(),
		Description:                 a.Description.ValueString(),
		ConferenceType:              a.ConferenceType.ValueString(),
		AutoUpgradeParticipantCount: a.AutoUpgradeParticipantCount.ValueInt64(),
	}
}

// fromAPI takes over what the service says. An upgrade count that it does not tell stays as it is.
func (a *arguments) fromAPI(room api.Room) {
	a.Name = text(room.Name)
	a.Description = text(room.Description)
	a.ConferenceType = text(room.ConferenceType)
	if count := room.AutoUpgradeParticipantCount; count != nil {
		a.AutoUpgradeParticipantCount = types.Int64PointerValue(count)
		if *count == 0 {
			a.AutoUpgradeParticipantCount = types.Int64Null()
		}
	}
}

func (f *facts) fromAPI(room api.Room) {
	f.ID = types.StringValue(room.ID)
	f.CreationTime = moment(room.CreationTime)
	f.ModificationTime = moment(room.ModificationTime)
	f.ExpiresAt = moment(room.ExpiresAt())
	f.MaxParticipants = types.Int64PointerValue(room.MaxParticipants)
	f.RoomTokenTTLSeconds = types.Int64PointerValue(room.RoomTokenTTLSeconds)
	f.RoomTTLSeconds = types.Int64PointerValue(room.RoomTTLSeconds)
	f.EndpointTTLSeconds = types.Int64PointerValue(room.EndpointTTLSeconds)
}

// fromAPI takes over what the service says of a room that was read. A room of which only the id is known, since it is
// being imported, takes over all of it. Any other one keeps two things that are no drift: that it was made as MESH,
// though it has become SFU since; and that nobody gave it a name or description, though the service made one up.
func (m *model) fromAPI(room api.Room) {
	before := m.arguments
	imported := m.ConferenceType.IsNull()
	m.facts.fromAPI(room)
	m.CurrentConferenceType = text(room.ConferenceType)
	m.arguments.fromAPI(room)
	if imported {
		return
	}
	if before.ConferenceType.ValueString() == api.Mesh && room.ConferenceType == api.SFU {
		m.ConferenceType = before.ConferenceType
	}
	if before.Name.IsNull() {
		m.Name = before.Name
	}
	if before.Description.IsNull() {
		m.Description = before.Description
	}
}

func (r *record) fromAPI(room api.Room) {
	r.arguments.fromAPI(room)
	r.facts.fromAPI(room)
}

func (e *entry) fromAPI(room api.Room) {
	e.record.fromAPI(room)
	e.Token = types.StringValue(room.Token)
}

// text is null for what a room does not have.
func text(value string) types.String {
	if value == "" {
		return types.StringNull()
	}
	return types.StringValue(value)
}

// moment writes a time in RFC 3339 with milliseconds, and null for one that is not known.
func moment(t time.Time) types.String {
	if t.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(t.UTC().Format("2006-01-02T15:04:05.000Z07:00"))
}
