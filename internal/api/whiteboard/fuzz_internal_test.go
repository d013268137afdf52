package whiteboard

import (
	"encoding/json"
	"testing"
)

// FuzzPayload reads answers of any form. A room is the same whether it is sent bare, or in a body as the published page
// writes it down.
func FuzzPayload(f *testing.F) {
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
		var wrapped payload[Room]
		if err := json.Unmarshal([]byte(`{"status":200,"body":`+string(data)+`}`), &wrapped); err != nil || wrapped.value != bare {
			t.Errorf("in a body it is %+v, bare %+v: %v", wrapped.value, bare, err)
		}
		var direct payload[Room]
		err := json.Unmarshal(data, &direct)
		var fields map[string]json.RawMessage
		if json.Unmarshal(data, &fields) != nil || len(fields) == 0 {
			return
		}
		for name := range fields {
			if len(name) == len("body") {
				return // it may be a body, in letters of either case
			}
		}
		if err != nil || direct.value != bare {
			t.Errorf("read as %+v, it is %+v: %v", direct.value, bare, err)
		}
	})
}
