package whiteboard

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
)

const someUUID = "4a5f0000000011eeb9d10123456789ab"

func TestFromAPI(t *testing.T) {
	t.Parallel()
	room := api.Room{UUID: someUUID, TeamUUID: "team", AppUUID: "app", IsRecord: true, IsBan: true, CreatedAt: "2021-01-18T06:56:29.432Z", Limit: 3}
	want := record{
		ID: types.StringValue("sg/" + someUUID), Region: types.StringValue("sg"), UUID: types.StringValue(someUUID),
		IsRecord: types.BoolValue(true), Limit: types.Int64Value(3), Disabled: types.BoolValue(true),
		TeamUUID: types.StringValue("team"), AppUUID: types.StringValue("app"), CreatedAt: types.StringValue("2021-01-18T06:56:29.432Z"),
	}
	var got record
	got.fromAPI("sg", room)
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	room.AppUUID, want.AppUUID = "", types.StringNull()
	got.fromAPI("sg", room)
	if got != want {
		t.Errorf("without an app: got %+v", got)
	}
}

func TestToCreate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		record types.Bool
		want   string
	}{{types.BoolUnknown(), "left out"}, {types.BoolValue(true), "true"}, {types.BoolValue(false), "false"}} {
		m := model{record: record{IsRecord: test.record, Limit: types.Int64Value(4)}}
		input := m.toCreate()
		got := "left out"
		if input.IsRecord != nil {
			got = map[bool]string{true: "true", false: "false"}[*input.IsRecord]
		}
		if got != test.want || input.Limit != 4 {
			t.Errorf("%v: isRecord is %s, limit %d", test.record, got, input.Limit)
		}
	}
}

func TestParseID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]identity{
		"sg/" + someUUID:                      {"sg", someUUID},
		" us-sv/" + someUUID + "\n":           {"us-sv", someUUID},
		"sg/4A5F0000000011EEB9D10123456789AB": {"sg", someUUID},
	} {
		if got, err := parseID(text); err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "/", "sg", "sg/", someUUID, "/" + someUUID, "SG/" + someUUID, "sg/" + someUUID + "/x", "a/b/" + someUUID, "sg /" + someUUID, "-/" + someUUID} {
		if got, err := parseID(text); err == nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
}
