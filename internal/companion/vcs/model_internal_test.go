package vcs

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
)

func texts(name, description, kind types.String, count types.Int64) arguments {
	return arguments{Name: name, Description: description, ConferenceType: kind, AutoUpgradeParticipantCount: count}
}

var (
	none   = types.StringNull()
	mesh   = types.StringValue(api.Mesh)
	sfu    = types.StringValue(api.SFU)
	hall   = types.StringValue("Hall")
	talks  = types.StringValue("Talks")
	never  = types.Int64Null()
	atFour = types.Int64Value(4)
)

func TestToCreate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		from arguments
		want api.RoomInput
	}{
		"nothing":    {texts(none, none, none, never), api.RoomInput{}},
		"everything": {texts(hall, talks, sfu, atFour), api.RoomInput{Name: "Hall", Description: "Talks", ConferenceType: api.SFU, AutoUpgradeParticipantCount: 4}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, test.from.toCreate()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestModelFromAPI(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before  arguments
		room    api.Room
		want    arguments
		current types.String
	}{
		"import": {
			texts(none, none, none, never),
			api.Room{Name: "Hall", Description: "Talks", ConferenceType: api.SFU, AutoUpgradeParticipantCount: new(int64(4))},
			texts(hall, talks, sfu, atFour),
			sfu,
		},
		"import of nothing":  {texts(none, none, none, never), api.Room{}, texts(none, none, none, never), none},
		"drift":              {texts(hall, hall, mesh, never), api.Room{Name: "Talks", ConferenceType: api.Mesh, AutoUpgradeParticipantCount: new(int64(4))}, texts(talks, none, mesh, atFour), mesh},
		"upgraded":           {texts(hall, none, mesh, atFour), api.Room{Name: "Hall", ConferenceType: api.SFU}, texts(hall, none, mesh, atFour), sfu},
		"no longer SFU":      {texts(none, none, sfu, never), api.Room{ConferenceType: api.Mesh}, texts(none, none, mesh, never), mesh},
		"made-up texts":      {texts(none, none, mesh, never), api.Room{Name: "Hall", Description: "Talks", ConferenceType: api.Mesh}, texts(none, none, mesh, never), mesh},
		"count not told":     {texts(none, none, mesh, atFour), api.Room{ConferenceType: api.Mesh}, texts(none, none, mesh, atFour), mesh},
		"count told as none": {texts(none, none, mesh, atFour), api.Room{ConferenceType: api.Mesh, AutoUpgradeParticipantCount: new(int64)}, texts(none, none, mesh, never), mesh},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := model{arguments: test.before}
			got.fromAPI(test.room)
			if diff := cmp.Diff(test.want, got.arguments); diff != "" || !got.CurrentConferenceType.Equal(test.current) {
				t.Errorf("is now %s; (-want +got):\n%s", got.CurrentConferenceType, diff)
			}
		})
	}
}

func TestFactsFromAPI(t *testing.T) {
	t.Parallel()
	made := time.Date(2021, 2, 27, 20, 11, 21, 230e6, time.FixedZone("", 3600))
	for name, test := range map[string]struct {
		room api.Room
		want facts
	}{
		"everything": {
			api.Room{
				ID: "RO-1", CreationTime: made, ModificationTime: made.Add(time.Second), MaxParticipants: new(int64(3)),
				RoomTokenTTLSeconds: new(int64(10)), RoomTTLSeconds: new(int64(20)), EndpointTTLSeconds: new(int64(30)),
			},
			facts{
				ID: types.StringValue("RO-1"), CreationTime: types.StringValue("2021-02-27T19:11:21.230Z"),
				ModificationTime: types.StringValue("2021-02-27T19:11:22.230Z"), ExpiresAt: types.StringValue("2021-02-27T19:11:41.230Z"),
				MaxParticipants: types.Int64Value(3), RoomTokenTTLSeconds: types.Int64Value(10), RoomTTLSeconds: types.Int64Value(20),
				EndpointTTLSeconds: types.Int64Value(30),
			},
		},
		"nothing": {api.Room{ID: "RO-1"}, facts{ID: types.StringValue("RO-1")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got facts
			got.fromAPI(test.room)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
