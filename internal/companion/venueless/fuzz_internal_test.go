package venueless

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// FuzzJSON compares two strings. The comparison must be symmetric. The state of a response must be semantically equal to the
// response, and must not change if the service returns it again.
func FuzzJSON(f *testing.F) {
	for _, seed := range [][2]string{
		{`{"a":1e3}`, `{"a":1000}`},
		{`{"a":9007199254740993}`, `{"a":9007199254740992}`},
		{`{"a":[1,null,{"b":"\u003c"}]}`, ` { "a" : [ 1 , null , { "b" : "<" } ] } `},
		{`{"a":1e999}`, `{"a":-1e999}`},
		{`{"a":"\u0000"}`, `{"\u0000":"a"}`},
		{`{"a":"\ud800"}`, `{"a":"\ufffd"}`},
		{`{"a":"\ud83d\ude00"}`, `{"a":"\ud83d"}`},
		{`{"a":-0}`, `{"a":0}`},
		{`{"a":1,"a":2}`, `{"a":2}`},
		{`null`, `{}`},
		{`[`, ``},
		{`{} {}`, `{}`},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		first, second := jsonValue{basetypes.NewStringValue(a)}, jsonValue{basetypes.NewStringValue(b)}
		equal, _ := first.StringSemanticEquals(t.Context(), second)
		reversed, _ := second.StringSemanticEquals(t.Context(), first)
		if equal != reversed {
			t.Errorf("%q and %q: semantically equal %t, in reverse order %t", a, b, equal, reversed)
		}
		if !json.Valid([]byte(a)) {
			if validateJSON(a) == nil {
				t.Errorf("%q is accepted as JSON", a)
			}
			return
		}
		_ = validateJSON(a) // must not panic
		state := newJSONValue(json.RawMessage(a))
		if state.IsNull() {
			return
		}
		if equal, _ := state.StringSemanticEquals(t.Context(), first); !equal {
			t.Errorf("%q is saved as %s", a, state)
		}
		if again := newJSONValue(json.RawMessage(state.ValueString())); !again.Equal(state) {
			t.Errorf("%s is saved as %s", state, again)
		}
	})
}
