package vcs

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
)

func inputs(name, description, kind types.String, count types.Int64) inputModel {
	return inputModel{Name: name, Description: description, ConferenceType: kind, AutoUpgradeParticipantCount: count}
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
		from inputModel
		want api.RoomInput
	}{
		"no values":  {inputs(none, none, none, never), api.RoomInput{}},
		"all values": {inputs(hall, talks, sfu, atFour), api.RoomInput{Name: "Hall", Description: "Talks", ConferenceType: api.SFU, AutoUpgradeParticipantCount: 4}},
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
		before  inputModel
		room    api.Room
		want    inputModel
		current types.String
	}{
		"import": {
			inputs(none, none, none, never),
			api.Room{Name: "Hall", Description: "Talks", ConferenceType: api.SFU, AutoUpgradeParticipantCount: new(int64(4))},
			inputs(hall, talks, sfu, atFour),
			sfu,
		},
		"import without values":               {inputs(none, none, none, never), api.Room{}, inputs(none, none, none, never), none},
		"drift":                               {inputs(hall, hall, mesh, never), api.Room{Name: "Talks", ConferenceType: api.Mesh, AutoUpgradeParticipantCount: new(int64(4))}, inputs(talks, none, mesh, atFour), mesh},
		"upgraded":                            {inputs(hall, none, mesh, atFour), api.Room{Name: "Hall", ConferenceType: api.SFU}, inputs(hall, none, mesh, atFour), sfu},
		"no longer SFU":                       {inputs(none, none, sfu, never), api.Room{ConferenceType: api.Mesh}, inputs(none, none, mesh, never), mesh},
		"name and description of the service": {inputs(none, none, mesh, never), api.Room{Name: "Hall", Description: "Talks", ConferenceType: api.Mesh}, inputs(none, none, mesh, never), mesh},
		"count not returned":                  {inputs(none, none, mesh, atFour), api.Room{ConferenceType: api.Mesh}, inputs(none, none, mesh, atFour), mesh},
		"count of 0":                          {inputs(none, none, mesh, atFour), api.Room{ConferenceType: api.Mesh, AutoUpgradeParticipantCount: new(int64)}, inputs(none, none, mesh, never), mesh},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := model{inputModel: test.before}
			got.fromAPI(test.room)
			if diff := cmp.Diff(test.want, got.inputModel); diff != "" || !got.CurrentConferenceType.Equal(test.current) {
				t.Errorf("the current type is %s, want %s; (-want +got):\n%s", got.CurrentConferenceType, test.current, diff)
			}
		})
	}
}

func TestComputedModelFromAPI(t *testing.T) {
	t.Parallel()
	created := time.Date(2021, 2, 27, 20, 11, 21, 230e6, time.FixedZone("", 3600))
	for name, test := range map[string]struct {
		room api.Room
		want computedModel
	}{
		"all values": {
			api.Room{
				ID:                  "RO-1",
				CreationTime:        created,
				ModificationTime:    created.Add(time.Second),
				MaxParticipants:     new(int64(3)),
				RoomTokenTTLSeconds: new(int64(10)),
				RoomTTLSeconds:      new(int64(20)),
				EndpointTTLSeconds:  new(int64(30)),
			},
			computedModel{
				ID:                  types.StringValue("RO-1"),
				CreationTime:        timetypes.NewRFC3339ValueMust("2021-02-27T19:11:21.230Z"),
				ModificationTime:    timetypes.NewRFC3339ValueMust("2021-02-27T19:11:22.230Z"),
				ExpiresAt:           timetypes.NewRFC3339ValueMust("2021-02-27T19:11:41.230Z"),
				MaxParticipants:     types.Int64Value(3),
				RoomTokenTTLSeconds: types.Int64Value(10),
				RoomTTLSeconds:      types.Int64Value(20),
				EndpointTTLSeconds:  types.Int64Value(30),
			},
		},
		"no values": {api.Room{ID: "RO-1"}, computedModel{ID: types.StringValue("RO-1")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got computedModel
			got.fromAPI(test.room)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
