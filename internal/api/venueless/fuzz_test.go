package venueless_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

// FuzzModule decodes any JSON as a module. Encoded again, the module must have a config and be decoded to the same module.
func FuzzModule(f *testing.F) {
	for _, seed := range []string{
		`{"type":"chat.native","config":{"volatile":true}}`, `{"type":"poll"}`, `{"config":null}`, `{"type":null,"config":[1e999]}`,
		`{"type":"poll","b":1,"a":2,"":3}`, `{"Type":"poll","type":1}`, `{"type":"\ud800","config":"<"}`, `{"type":"a","type":"b"}`, `null`, `[]`, `{}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var read, again venueless.Module
		if json.Unmarshal(data, &read) != nil {
			return
		}
		sent, err := json.Marshal(read)
		if err != nil {
			t.Fatalf("it cannot be sent: %v", err)
		}
		if err := json.Unmarshal(sent, &again); err != nil || again.Type != read.Type || len(read.Config) == 0 || again.Other != nil {
			t.Fatalf("%+v became %+v: %v", read, again, err)
		}
		if second, err := json.Marshal(again); err != nil || string(second) != string(sent) {
			t.Errorf("%s is sent as %s: %v", sent, second, err)
		}
	})
}

// FuzzTraitGrants decodes any JSON as grants. Encoded again, they must be decoded to the same grants.
func FuzzTraitGrants(f *testing.F) {
	for _, seed := range []string{
		`{"viewer":[],"speaker":[["a","b"],["c"]]}`, `{"speaker":["a",["b"]]}`, `{"speaker":[[]]}`, `{"speaker":null,"viewer":"a","admin":true}`,
		`{"speaker":[null,1,[1.5,{"a":[]}]]}`, `{"\ud800":[["\ud800"]]}`, `{"a":[],"a":[["b"]]}`, `null`, `[]`, `{}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var read, again venueless.TraitGrants
		if json.Unmarshal(data, &read) != nil {
			return
		}
		sent, err := json.Marshal(read)
		if err != nil {
			t.Fatalf("they cannot be sent: %v", err)
		}
		if err := json.Unmarshal(sent, &again); err != nil || !reflect.DeepEqual(again, read) {
			t.Errorf("%v became %v: %v", read, again, err)
		}
	})
}
