package venueless

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

func minimalRoom() api.Room {
	return api.Room{
		ID: "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b", Name: "Hall", ModuleConfig: []api.Module{}, TraitGrants: api.TraitGrants{},
	}
}

// fullRoom has every field, with JSON as jsonencode writes it.
func fullRoom() api.Room {
	text, room := "Main room", minimalRoom()
	room.Description, room.SortingPriority, room.PretalxID, room.Deleted = &text, 5, 130, true
	room.ModuleConfig = []api.Module{{Type: "chat.native", Config: json.RawMessage(`{"a":"\u003c","volatile":true}`)}}
	room.TraitGrants = api.TraitGrants{"viewer": {}, "speaker": {{"a", "b"}, {"c"}}}
	room.ScheduleData = json.RawMessage(`{"title":"t"}`)
	return room
}

func newModel(t *testing.T, room api.Room) model {
	t.Helper()
	m := model{dataSourceModel: dataSourceModel{WorldID: types.StringValue("acc")}, DeletionMode: types.StringValue(deletionIsHard)}
	if diags := m.fromAPI(t.Context(), room); diags.HasError() {
		t.Fatal(diags)
	}
	return m
}

// TestModelRoundTrip converts a room into a model and the model into a room.
func TestModelRoundTrip(t *testing.T) {
	t.Parallel()
	for name, room := range map[string]api.Room{"full": fullRoom(), "minimal": minimalRoom()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newModel(t, room)
			if m.ID.ValueString() != room.ID || m.WorldID.ValueString() != "acc" || m.DeletionMode.ValueString() != deletionIsHard {
				t.Errorf("got ID %v, world %v, deletion mode %v", m.ID, m.WorldID, m.DeletionMode)
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
	room := minimalRoom()
	room.ScheduleData = json.RawMessage("null")
	if data := newModel(t, room).ScheduleData; !data.IsNull() {
		t.Errorf("schedule_data is %v, want null", data)
	}
}

func TestModelToUpdate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		from, to api.Room
		sent     string
	}{
		"no change": {fullRoom(), fullRoom(), `{}`},
		"all set": {minimalRoom(), fullRoom(), `{"deleted":true,"trait_grants":{"speaker":[["a","b"],["c"]],"viewer":[]},` +
			`"module_config":[{"type":"chat.native","config":{"a":"\u003c","volatile":true}}],"description":"Main room","sorting_priority":5,"pretalx_id":130,"schedule_data":{"title":"t"}}`},
		"all removed": {fullRoom(), minimalRoom(), `{"deleted":false,"trait_grants":{},"module_config":[],"description":null,"sorting_priority":0,"pretalx_id":0}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := newModel(t, test.to)
			change, diags := to.toUpdate(t.Context(), newModel(t, test.from))
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

func TestJSONSemanticEquals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b  string
		equal bool
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
		{`{"a":1e-7}`, `{"a":0.0000001}`, true},
		{`{"a":[{"b":1.0}]}`, `{"a":[{"b":1}]}`, true},
		{`{"a":9007199254740993.0}`, `{"a":9007199254740992}`, true}, // stored as a double
		{`{"a":9007199254740993.0}`, `{"a":9007199254740993}`, false},
		{`[1]`, `{}`, false},
		{`null`, `{}`, false},
		{`{"a":`, `{`, false},
		{`{"a":`, `null`, false},
	} {
		for _, pair := range [][2]string{{test.a, test.b}, {test.b, test.a}} {
			a, b := jsonValue{basetypes.NewStringValue(pair[0])}, jsonValue{basetypes.NewStringValue(pair[1])}
			if equal, _ := a.StringSemanticEquals(t.Context(), b); equal != test.equal {
				t.Errorf("%s and %s: %v, want %v", pair[0], pair[1], equal, test.equal)
			}
		}
	}
}

func TestValidateJSON(t *testing.T) {
	t.Parallel()
	nested := func(depth int) string {
		return strings.Repeat(`{"a":`, depth-1) + "{}" + strings.Repeat("}", depth-1)
	}
	for text, want := range map[string]string{
		`{"a":-0,"b":1e308,"c":1e-400,"d":[0]}`: "<nil>",
		`{"a":"\ud83d\ude00 \\ud83d \u00e4"}`:   "<nil>",
		`{"a":"\ud83d"}`:                        "surrogate",
		`{"\ude00":1}`:                          "surrogate",
		`{"a":"\ud83d\ud83d\ude00"}`:            "surrogate",
		`{"a":"\ud83dx\ude00"}`:                 "surrogate",
		`{"a":"\\\ud83d\u0041"}`:                "surrogate",
		`{"a":"\u0000"}`:                        "NUL",
		`{"a":1e400}`:                           "larger than",
		`{"a":NaN}`:                             "it is not JSON",
		`{} {}`:                                 "it is not JSON",
		``:                                      "it is not JSON",
		`[1]`:                                   "another type",
		nested(500):                             "<nil>",
		nested(501):                             "nested more than 500 deep",
		nested(800):                             "nested more than 500 deep",
		nested(20000):                           "it is not JSON",
		`{"a":` + strings.Repeat("[", 500) + strings.Repeat("]", 500) + `}`: "nested more than 500 deep",
		`{"a":` + strings.Repeat("9", 4301) + `}`:                           "larger than",
	} {
		if got := fmt.Sprint(validateJSON(text)); !strings.Contains(got, want) {
			t.Errorf("%.40s: got %q, want %q", text, got, want)
		}
	}
}

// TestInvalidValuesAtApply requires an error for each invalid value that was unknown in the plan, at the path of the value.
func TestInvalidValuesAtApply(t *testing.T) {
	t.Parallel()
	room := fullRoom()
	room.ModuleConfig = append(room.ModuleConfig, api.Module{Type: "po\x00ll", Config: json.RawMessage(`[1]`)})
	room.TraitGrants = api.TraitGrants{"viewer": {{"a", "b\x00"}}, "c\x00": {}}
	room.ScheduleData = json.RawMessage(`"x"`)
	m := newModel(t, room)
	_, created := m.toCreate(t.Context())
	_, updated := m.toUpdate(t.Context(), newModel(t, minimalRoom()))
	for _, diags := range []diag.Diagnostics{created, updated} {
		var paths []string
		for _, d := range diags.Errors() {
			if at, ok := d.(diag.DiagnosticWithPath); ok {
				paths = append(paths, at.Path().String())
			}
		}
		slices.Sort(paths)
		want := []string{`module_config[1].config`, `module_config[1].type`, `schedule_data`, `trait_grants["c\x00"]`, `trait_grants["viewer"][0][1]`}
		if difference := cmp.Diff(want, paths); difference != "" {
			t.Error(difference)
		}
	}
	// An invalid value that does not change is not sent, and therefore not checked.
	if _, diags := m.toUpdate(t.Context(), m); diags.HasError() {
		t.Error(diags)
	}
}

func TestUnmanagedFields(t *testing.T) {
	t.Parallel()
	for want, modules := range map[string][]api.Module{
		"":                                  {{Type: "chat.native"}},
		"Module 2 of the room has no type.": {{Type: "chat.native"}, {}},
		"Module 1 of the room, poll, has more than a type and a config: a, b.": {{Type: "poll", Other: []string{"a", "b"}}},
	} {
		if got := unmanagedFields(api.Room{ModuleConfig: modules}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
