package vcs_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
)

// FuzzRoom reads rooms of any form. What is read must be fit to be told: a time that can be written, and an expiry that
// is not before the creation.
func FuzzRoom(f *testing.F) {
	for _, seed := range []string{
		`{"id":"RO-1","name":"Room A","creationTime":1649425468429,"roomTTLSeconds":86400,"autoUpgradeParticipantCount":"4","token":"49bd3a2..."}`,
		`{"room":{"id":"RO-1","creationTime":"2021-02-27T19:11:21.233Z","roomTTLSeconds":"9007199254740992"}}`,
		`{"id":"RO-1","creationTime":-9007199254740992,"roomTTLSeconds":1}`,
		`{"creationTime":9007199254740992,"roomTTLSeconds":9007199254740992}`,
		`[]`, `null`, `{"room":null}`, `{"creationTime":NaN}`, `{"creationTime":"0x1p4"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var room vcs.Room
		if json.Unmarshal(data, &room) != nil {
			return
		}
		_ = room.CreationTime.UTC().Format(time.RFC3339Nano) // must not panic
		if expires := room.ExpiresAt(); !expires.IsZero() && !expires.After(room.CreationTime) {
			t.Errorf("made %s, expires %s", room.CreationTime, expires)
		}
	})
}
