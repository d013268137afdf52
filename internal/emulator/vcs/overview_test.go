package vcs_test

import (
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

func TestOverview(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	now := start
	service := newService(t, vcs.Options{APIKey: key, RoomTTL: time.Hour, Now: func() time.Time { return now }})
	var ids, tokens []any
	for range 12 {
		created := createRoom(t, service, `{"name":"Room","description":"For tests","conferenceType":"SFU"}`)
		ids, tokens = append(ids, created["id"]), append(tokens, created["token"])
		now = now.Add(time.Minute)
	}
	if err := service.Rename(ids[0].(string), "First"); err != nil { //nolint:forcetypeassert // a panic says enough
		t.Error(err)
	}
	rooms := service.Overview()
	if len(rooms) != len(ids) {
		t.Fatalf("%d rooms, want %d", len(rooms), len(ids))
	}
	for i, room := range rooms {
		want := vcs.RoomOverview{
			ID: room.ID, Name: "Room", Description: "For tests", ConferenceType: "SFU", Token: room.Token,
			CreatedAt: start.Add(time.Duration(i) * time.Minute), ModifiedAt: start.Add(time.Duration(i) * time.Minute),
			ExpiresAt: start.Add(time.Hour + time.Duration(i)*time.Minute),
		}
		if i == 0 {
			want.Name, want.ModifiedAt = "First", now
		}
		if room != want || any(room.ID) != ids[i] || any(room.Token) != tokens[i] {
			t.Errorf("room %d is %+v, want %+v with the ID %v and the token %v", i, room, want, ids[i], tokens[i])
		}
	}
	now = start.Add(time.Hour)
	if rooms := service.Overview(); len(rooms) != 11 || any(rooms[0].ID) != ids[1] {
		t.Errorf("%d rooms when the first one expires, want 11", len(rooms))
	}
}

func TestOverviewOfTenants(t *testing.T) {
	t.Parallel()
	service := newService(t, vcs.Options{APIKey: "other-key", OtherAPIKeys: []string{key}})
	createRoom(t, service, `{"name":"Room"}`)
	if rooms := service.Overview(); len(rooms) != 1 || rooms[0].Tenant != 1 {
		t.Errorf("got %+v, want a room of tenant 1", rooms)
	}
}
