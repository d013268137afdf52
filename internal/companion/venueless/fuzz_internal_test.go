package venueless

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// FuzzJSON compares texts of any form. Two of them are the same in either order, and what is written of an answer means
// the same as the answer, and is written the same again.
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
		first, second := jsonText{basetypes.NewStringValue(a)}, jsonText{basetypes.NewStringValue(b)}
		here, _ := first.StringSemanticEquals(t.Context(), second)
		there, _ := second.StringSemanticEquals(t.Context(), first)
		if here != there {
			t.Errorf("%q and %q are the same: %t, and the other way round: %t", a, b, here, there)
		}
		if !json.Valid([]byte(a)) {
			if jsonProblem(a) == "" {
				t.Errorf("%q passes for JSON", a)
			}
			return
		}
		_ = jsonProblem(a) // whatever it says, it says so for all JSON
		written := jsonFrom(json.RawMessage(a))
		if written.IsNull() {
			return
		}
		if same, _ := written.StringSemanticEquals(t.Context(), first); !same {
			t.Errorf("%q is written as %s", a, written)
		}
		if again := jsonFrom(json.RawMessage(written.ValueString())); !again.Equal(written) {
			t.Errorf("%s is written as %s", written, again)
		}
	})
}
