package whiteboard

import (
	"encoding/json"
	"testing"
)

// FuzzUnwrappedBody decodes bodies of any form. A bare room and the same room wrapped in an object decode to the same value.
func FuzzUnwrappedBody(f *testing.F) {
	for _, seed := range []string{
		`{"uuid":"4a5f0000000011eeb9d10123456789ab","isRecord":true,"limit":3,"createdAt":"2021-01-18T06:56:29.432Z"}`,
		`{"status":200,"body":{"uuid":"4a5f0000000011eeb9d10123456789ab"}}`, `{"body":null}`, `{"body":[]}`, `{"limit":1.5}`, `{"uuid":1}`, `null`, `[]`, `""`, `{}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var bare Room
		if json.Unmarshal(data, &bare) != nil {
			return
		}
		var wrapped Room
		if err := json.Unmarshal([]byte(`{"status":200,"body":`+string(data)+`}`), &unwrappedBody{&wrapped}); err != nil || wrapped != bare {
			t.Errorf("wrapped it is %+v, bare %+v: %v", wrapped, bare, err)
		}
		var direct Room
		err := json.Unmarshal(data, &unwrappedBody{&direct})
		var fields map[string]json.RawMessage
		if json.Unmarshal(data, &fields) != nil || len(fields) == 0 {
			return
		}
		for name := range fields {
			if len(name) == len("body") {
				return // it may be the field body, in upper or lower case
			}
		}
		if err != nil || direct != bare {
			t.Errorf("decoded as %+v, want %+v: %v", direct, bare, err)
		}
	})
}
