package xrcloud_test

import (
	"fmt"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// BenchmarkReadRoom is what a refresh costs for each room, with the emulator on the other side.
func BenchmarkReadRoom(b *testing.B) {
	s := start(b, emulator.Options{})
	client := s.everything(b)
	w := s.world(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := client.Room(b.Context(), w.room.ID); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkListRooms is what a list of several pages costs.
func BenchmarkListRooms(b *testing.B) {
	s := start(b, emulator.Options{})
	client := s.everything(b)
	w := s.world(b)
	for i := range many {
		newRoom(b, client, w, fmt.Sprint("Room ", i))
	}
	b.ReportAllocs()
	for b.Loop() {
		rooms, err := xrcloud.Collect(client.RoomsOfProject(b.Context(), w.project.ID, ""))
		if err != nil || len(rooms) != many+1 {
			b.Fatal(len(rooms), err)
		}
	}
}
