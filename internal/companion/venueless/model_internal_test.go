package venueless

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

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
		{`{"a":-0}`, `{"a":0}`, true},
		{`{"a":-0}`, `{"a":0.0}`, true},
		{`{"a":-0.0}`, `{"a":0}`, true},
		{`{"a":-1}`, `{"a":1}`, false},
		{`[1]`, `{}`, false},
		{`null`, `{}`, false},
		{`{"a":`, `{`, false},
		{`{"a":`, `null`, false},
	} {
		for _, pair := range [][2]string{{test.a, test.b}, {test.b, test.a}} {
			a, b := jsonText{basetypes.NewStringValue(pair[0])}, jsonText{basetypes.NewStringValue(pair[1])}
			if same, _ := a.StringSemanticEquals(t.Context(), b); same != test.same {
				t.Errorf("%s and %s: %v, want %v", pair[0], pair[1], same, test.same)
			}
		}
	}
}

func TestJSONProblem(t *testing.T) {
	t.Parallel()
	nested := func(depth int) string {
		return strings.Repeat(`{"a":`, depth-1) + "{}" + strings.Repeat("}", depth-1)
	}
	for text, want := range map[string]string{
		`{"a":-0,"b":1e308,"c":1e-400,"d":[0]}`: "",
		`{"a":"\ud83d\ude00 \\ud83d \u00e4"}`:   "",
		`{"a":"\ud83d"}`:                        "surrogate",
		`{"\ude00":1}`:                          "surrogate",
		`{"a":"\ud83d\ud83d\ude00"}`:            "surrogate",
		`{"a":"\ud83dx\ude00"}`:                 "surrogate",
		`{"a":"\\\ud83d\u0041"}`:                "surrogate",
		`{"a":"\u0000"}`:                        "NUL",
		`{"a":1e400}`:                           "larger than",
		`{"a":NaN}`:                             "no JSON",
		`{} {}`:                                 "no JSON",
		``:                                      "no JSON",
		`[1]`:                                   "another kind",
		nested(500):                             "",
		nested(501):                             "nested more than 500 deep",
		nested(800):                             "nested more than 500 deep",
		nested(20000):                           "no JSON",
		`{"a":` + strings.Repeat("[", 500) + strings.Repeat("]", 500) + `}`: "nested more than 500 deep",
		`{"a":` + strings.Repeat("9", 4301) + `}`:                           "larger than",
	} {
		if got := jsonProblem(text); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%.40s: %q, want %q", text, got, want)
		}
	}
}

// TestUnstorableAtApply holds that what was unknown in the plan is checked before it is sent, each at its own place.
func TestUnstorableAtApply(t *testing.T) {
	t.Parallel()
	room := furnished()
	room.ModuleConfig = append(room.ModuleConfig, venueless.Module{Type: "po\x00ll", Config: json.RawMessage(`[1]`)})
	room.TraitGrants = venueless.TraitGrants{"viewer": {{"a", "b\x00"}}, "c\x00": {}}
	room.ScheduleData = json.RawMessage(`"x"`)
	m := modelOf(t, room)
	_, created := m.toCreate(t.Context())
	_, updated := m.toUpdate(t.Context(), modelOf(t, bare()))
	for _, diags := range []diag.Diagnostics{created, updated} {
		var places []string
		for _, d := range diags.Errors() {
			if at, ok := d.(diag.DiagnosticWithPath); ok {
				places = append(places, at.Path().String())
			}
		}
		slices.Sort(places)
		want := []string{`module_config[1].config`, `module_config[1].type`, `schedule_data`, `trait_grants["c\x00"]`, `trait_grants["viewer"][0][1]`}
		if difference := cmp.Diff(want, places); difference != "" {
			t.Error(difference)
		}
	}
	// What the service holds and nobody changes is not sent, and therefore not checked.
	if _, diags := m.toUpdate(t.Context(), m); diags.HasError() {
		t.Error(diags)
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
