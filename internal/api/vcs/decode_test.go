package vcs_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
)

func TestRoomForms(t *testing.T) {
	t.Parallel()
	const milliseconds = 1614453081233
	for name, test := range map[string]struct {
		body string
		want vcs.Room
	}{
		"bare":                     {`{"id":"RO-1"}`, vcs.Room{ID: "RO-1"}},
		"wrapped":                  {`{"room":{"id":"RO-1"}}`, vcs.Room{ID: "RO-1"}},
		"nulls":                    {`{"id":"RO-1","name":null,"creationTime":null,"maxParticipants":null}`, vcs.Room{ID: "RO-1"}},
		"time as number":           {`{"id":"RO-1","creationTime":1614453081233}`, vcs.Room{ID: "RO-1", CreationTime: time.UnixMilli(milliseconds)}},
		"time as exponent":         {`{"id":"RO-1","creationTime":1.614453081233e12}`, vcs.Room{ID: "RO-1", CreationTime: time.UnixMilli(milliseconds)}},
		"time as string":           {`{"id":"RO-1","creationTime":"2021-02-27T19:11:21.233Z"}`, vcs.Room{ID: "RO-1", CreationTime: time.UnixMilli(milliseconds)}},
		"time elsewhere":           {`{"id":"RO-1","creationTime":"2021-02-27T20:11:21.233+01:00"}`, vcs.Room{ID: "RO-1", CreationTime: time.UnixMilli(milliseconds)}},
		"time as number in quotes": {`{"id":"RO-1","modificationTime":"1614453081233"}`, vcs.Room{ID: "RO-1", ModificationTime: time.UnixMilli(milliseconds)}},
		"count as number":          {`{"id":"RO-1","autoUpgradeParticipantCount":4}`, vcs.Room{ID: "RO-1", AutoUpgradeParticipantCount: new(int64(4))}},
		"count as string":          {`{"id":"RO-1","autoUpgradeParticipantCount":"4"}`, vcs.Room{ID: "RO-1", AutoUpgradeParticipantCount: new(int64(4))}},
		"no count":                 {`{"id":"RO-1","autoUpgradeParticipantCount":0}`, vcs.Room{ID: "RO-1", AutoUpgradeParticipantCount: new(int64)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got vcs.Room
			if err := json.Unmarshal([]byte(test.body), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("read otherwise (-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzRoom decodes rooms of any form. A decoded room has a creation time that can be formatted, and expires after it.
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
			t.Errorf("created %s, expires %s", room.CreationTime, expires)
		}
	})
}
