package xrcloud

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// For any input, the decoders return a valid value or an error.

func FuzzPage(f *testing.F) {
	for _, seed := range []string{
		`[]`, `{}`, `null`, `{"items":null}`, `{"items":[],"total":0,"take":100,"skip":0}`, `{"items":[{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"}],"total":1}`,
		`[{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b","createdAt":"2023-07-12T09:27:41.600Z"}]`, `[null]`, `{"items":[null],"total":-1}`, `[[]]`, `{"total":1e99}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got page[Room]
		if json.Unmarshal(data, &got) != nil || got.Validate() != nil {
			return
		}
		if got.items == nil {
			t.Fatal("a page without items is valid")
		}
		for _, room := range got.items {
			if !transport.IsUUID(room.id()) {
				t.Fatalf("a room with the id %q is valid", room.id())
			}
		}
	})
}

func FuzzLogs(f *testing.F) {
	for _, seed := range []string{
		`[]`, `null`, `{}`, `[{}]`, `[{"id":1,"code":"room-join","reticulumId":"1900346259722469001","logTime":"2026-05-04T09:00:00.000Z","action":null}]`,
		`{"id":"v","infraUserId":"alice","joinedAt":"2026-05-04T09:00:00Z","exitedAt":null}`, `[{"id":1e3,"exitedAt":"2026-05-04T09:00:00Z"}]`, `[{"id":"\ud800","logTime":null}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got logEntries
		if json.Unmarshal(data, &got) != nil || got.Validate() != nil {
			return
		}
		for _, entry := range got.all {
			if n := len(entry.events()); n < 1 || n > 2 {
				t.Fatalf("an entry has %d events", n)
			}
		}
	})
}

func FuzzStringOrNumber(f *testing.F) {
	for _, seed := range []string{`"1900346259722469001"`, `1900346259722469001`, `null`, `-1.5e300`, `""`, `"\u0000"`, `true`, `{}`, `[1]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got stringOrNumber
		if json.Unmarshal(data, &got) != nil {
			return
		}
		if number := strings.Trim(string(data), " \t\r\n"); number[0] != '"' && number != "null" && string(got) != number {
			t.Fatalf("the number %s became %q", number, got)
		}
	})
}

func FuzzProjectAndRoom(f *testing.F) {
	for _, seed := range []string{
		`{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b","name":"Fair","webhookUrl":null}`, `{"id":"F24EE5BA-8F1F-4F7A-86ED-738F95EA1F8B"}`, `{}`, `null`, `{"id":null}`,
		`{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b","size":1000,"tags":null,"roomUrl":{"public":{"host":"h"},"private":null}}`, `{"id":1,"size":1.5}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var project Project
		if json.Unmarshal(data, &project) == nil && project.Validate() == nil && !transport.IsUUID(project.ID) {
			t.Fatalf("a project with the id %q is valid", project.ID)
		}
		var room Room
		if json.Unmarshal(data, &room) == nil && room.Validate() == nil && !transport.IsUUID(room.ID) {
			t.Fatalf("a room with the id %q is valid", room.ID)
		}
	})
}

func FuzzErrorBody(f *testing.F) {
	for _, seed := range []string{
		`{"message":"Room with ID x not found","error":"Not Found","statusCode":404}`, `{"message":["size must not be less than 1","name should not be empty"]}`,
		`{"message":null}`, `{"message":[null]}`, `{"message":{"a":1}}`, `{"message":7}`, `[]`, `null`, `{"message":["each value in tags must be a string"]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got errorBody
		if json.Unmarshal(data, &got) != nil {
			return
		}
		for _, message := range got.Message {
			if field := fieldInMessage(message); !strings.Contains(message, field) && field != "label" && field != "size" {
				t.Fatalf("%q does not contain the field %q", message, field)
			}
		}
	})
}
