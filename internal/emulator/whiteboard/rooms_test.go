package whiteboard_test

import (
	"net/http"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestRegionsAreSeparate(t *testing.T) {
	t.Parallel()
	s := newService(t, options())
	status, created := send[whiteboard.Room](t, s, "POST", "/v5/rooms", "eu", sdkToken, `{"isRecord":true,"limit":3,"name":"x"}`)
	if status != http.StatusCreated || !created.IsRecord || created.Limit != 3 || created.IsBan || len(created.UUID) != 32 {
		t.Fatalf("created %d %+v", status, created)
	}
	for region, want := range map[string]int{"eu": 200, "sg": 404, "gb-lon": 400, "": 400} {
		if status, got := send[object](t, s, "GET", "/v5/rooms/"+created.UUID, region, sdkToken, ""); status != want {
			t.Errorf("in %q: got %d %v, want %d", region, status, got, want)
		}
	}
}

func TestBanAndDeleteRoom(t *testing.T) {
	t.Parallel()
	s := newService(t, options())
	room := s.AddRoom("sg", whiteboard.Room{Limit: 2})
	if !s.BanRoom("sg", room.UUID, true) || !s.Rooms("sg")[0].IsBan || s.BanRoom("eu", room.UUID, true) {
		t.Errorf("ban: %+v", s.Rooms("sg"))
	}
	if s.DeleteRoom("eu", room.UUID) || !s.DeleteRoom("sg", room.UUID) || len(s.Rooms("sg")) != 0 {
		t.Errorf("remove: %+v", s.Rooms("sg"))
	}
}
