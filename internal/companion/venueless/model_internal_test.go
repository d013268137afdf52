package venueless

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework-jsontypes/jsontypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

func bare() venueless.Room {
	return venueless.Room{
		ID: "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b", Name: "Hall", ModuleConfig: []venueless.Module{}, TraitGrants: venueless.TraitGrants{},
	}
}

// furnished is a room that has everything, spelled as jsonencode does.
func furnished() venueless.Room {
	text, room := "Main room", bare()
	room.Description, room.SortingPriority, room.PretalxID, room.Deleted = &text, 5, 130, true
	room.ModuleConfig = []venueless.Module{{Type: "chat.native", Config: json.RawMessage(`{"a":"\u003c","volatile":true}`)}}
	room.TraitGrants = venueless.TraitGrants{"viewer": {}, "speaker": {{"a", "b"}, {"c"}}}
	room.ScheduleData = json.RawMessage(`{"title":"t"}`)
	return room
}

func modelOf(t *testing.T, room venueless.Room) model {
	t.Helper()
	m := model{record: record{WorldID: types.StringValue("acc")}, DeletionMode: types.StringValue(hard)}
	if diags := m.fromAPI(t.Context(), room); diags.HasError() {
		t.Fatal(diags)
	}
	return m
}

// TestModelThereAndBack makes of a room what Terraform has of it, and of that the room again.
func TestModelThereAndBack(t *testing.T) {
	t.Parallel()
	for name, room := range map[string]venueless.Room{"furnished": furnished(), "bare": bare()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := modelOf(t, room)
			if m.ID.ValueString() != room.ID || m.WorldID.ValueString() != "acc" || m.DeletionMode.ValueString() != hard {
				t.Errorf("the room is %v in %v", m.ID, m.WorldID)
			}
			back, diags := m.toCreate(t.Context())
			if diags.HasError() {
				t.Fatal(diags)
			}
			room.ID = ""
			if difference := cmp.Diff(room, back); difference != "" {
				t.Error(difference)
			}
		})
	}
	room := bare()
	room.ScheduleData = json.RawMessage("null")
	if data := modelOf(t, room).ScheduleData; !data.IsNull() {
		t.Errorf("no schedule data is %v", data)
	}
}

func TestModelToUpdate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		from, to venueless.Room
		sent     string
	}{
		"nothing": {furnished(), furnished(), `{}`},
		"all added": {bare(), furnished(), `{"deleted":true,"trait_grants":{"speaker":[["a","b"],["c"]],"viewer":[]},` +
			`"module_config":[{"type":"chat.native","config":{"a":"\u003c","volatile":true}}],"description":"Main room","sorting_priority":5,"pretalx_id":130,"schedule_data":{"title":"t"}}`},
		"all taken away": {furnished(), bare(), `{"deleted":false,"trait_grants":{},"module_config":[],"description":null,"sorting_priority":0,"pretalx_id":0}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := modelOf(t, test.to)
			change, diags := to.toUpdate(t.Context(), modelOf(t, test.from))
			if diags.HasError() {
				t.Fatal(diags)
			}
			sent, err := json.Marshal(change)
			if err != nil || string(sent) != test.sent {
				t.Errorf("sent %s, want %s (%v)", sent, test.sent, err)
			}
		})
	}
}

func TestJSONMeaning(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{`{"a":1,"b":[2,null]}`, ` { "b" : [ 2 , null ], "a" : 1 } `, true},
		{`{"a":1e3}`, `{"a":1000.0}`, true},
		{`{"a":1e3}`, `{"a":1000}`, true},
		{`{"a":1.50}`, `{"a":1.5}`, true},
		{`{"a":1e23}`, `{"a":100000000000000000000000}`, true},
		{`{"a":1e23}`, `{"a":1e+23}`, true},
		{`{"a":0.1}`, `{"a":0.1000000000000000055511151231257827}`, true},
		{`{"a":"\u003c"}`, `{"a":"<"}`, true},
		{`{"a":1,"a":2}`, `{"a":2}`, true},
		{`{"a":9007199254740993}`, `{"a":9007199254740992}`, false},
		{`{"a":1}`, `{"a":"1"}`, false},
		{`{"a":1}`, `{"a":true}`, false},
		{`{"a":[1,2]}`, `{"a":[2,1]}`, false},
		{`{"a":[1]}`, `{"a":[1,2]}`, false},
		{`{"a":1}`, `{"b":1}`, false},
		{`{"a":1}`, `{"a":1,"b":1}`, false},
		{`{"a":" x "}`, `{"a":"x"}`, false},
		{`{"a":null}`, `{}`, false},
	} {
		for _, pair := range [][2]string{{test.a, test.b}, {test.b, test.a}} {
			a, b := jsonText{jsontypes.NewNormalizedValue(pair[0])}, jsonText{jsontypes.NewNormalizedValue(pair[1])}
			if same, _ := a.StringSemanticEquals(t.Context(), b); same != test.same {
				t.Errorf("%s and %s: %v, want %v", pair[0], pair[1], same, test.same)
			}
		}
	}
}

func TestDropped(t *testing.T) {
	t.Parallel()
	for want, modules := range map[string][]venueless.Module{
		"":                                  {{Type: "chat.native"}},
		"Module 2 of the room has no type.": {{Type: "chat.native"}, {}},
		"Module 1 of the room, poll, has more than a type and a config: a, b.": {{Type: "poll", Other: []string{"a", "b"}}},
	} {
		if got := dropped(venueless.Room{ModuleConfig: modules}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
