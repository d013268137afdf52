package whiteboard

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
)

func TestFromAPI(t *testing.T) {
	t.Parallel()
	room := api.Room{UUID: roomUUID, TeamUUID: "team", AppUUID: "app", IsRecord: true, IsBan: true, CreatedAt: "2021-01-18T06:56:29.432Z", Limit: 3}
	want := dataSourceModel{
		ID:        types.StringValue("sg/" + roomUUID),
		Region:    types.StringValue("sg"),
		UUID:      types.StringValue(roomUUID),
		IsRecord:  types.BoolValue(true),
		Limit:     types.Int64Value(3),
		Disabled:  types.BoolValue(true),
		TeamUUID:  types.StringValue("team"),
		AppUUID:   types.StringValue("app"),
		CreatedAt: timetypes.NewRFC3339ValueMust("2021-01-18T06:56:29.432Z"),
	}
	var got dataSourceModel
	got.fromAPI("sg", room)
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	room.AppUUID, want.AppUUID = "", types.StringNull()
	got.fromAPI("sg", room)
	if got != want {
		t.Errorf("without appUUID: got %+v", got)
	}
}

func TestToCreate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		record types.Bool
		want   string
	}{{types.BoolUnknown(), "omitted"}, {types.BoolValue(true), "true"}, {types.BoolValue(false), "false"}} {
		m := model{dataSourceModel: dataSourceModel{IsRecord: test.record, Limit: types.Int64Value(4)}}
		input := m.toCreate()
		got := "omitted"
		if input.IsRecord != nil {
			got = map[bool]string{true: "true", false: "false"}[*input.IsRecord]
		}
		if got != test.want || input.Limit != 4 {
			t.Errorf("%v: isRecord is %s, limit %d", test.record, got, input.Limit)
		}
	}
}
