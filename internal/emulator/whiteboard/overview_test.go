package whiteboard_test

import (
	"slices"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestOverview(t *testing.T) {
	t.Parallel()
	s := newService(t, options())
	want := []whiteboard.RoomOverview{
		{Region: "us-sv", Room: whiteboard.Room{UUID: "b"}},
		{Region: "us-sv", Room: whiteboard.Room{UUID: "c", AppUUID: "app-2", Limit: 3}},
		{Region: "eu", Room: whiteboard.Room{UUID: "a", IsBan: true}},
		{Region: "eu", Room: whiteboard.Room{UUID: "d", IsRecord: true}},
	}
	for _, i := range []int{3, 0, 2, 1} {
		want[i].Room = s.AddRoom(want[i].Region, want[i].Room)
	}
	if got := s.Overview(); !slices.Equal(got, want) {
		t.Errorf("rooms are %+v, want %+v", got, want)
	}
}
