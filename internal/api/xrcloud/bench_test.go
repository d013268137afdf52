package xrcloud_test

import (
	"fmt"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// BenchmarkReadRoom reads a room of the emulator, as a refresh does for each room.
func BenchmarkReadRoom(b *testing.B) {
	s := startService(b, emulator.Options{})
	client := s.clientWithAllCredentials(b)
	f := s.createFixture(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := client.Room(b.Context(), f.room.ID); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkListRooms lists the rooms of several pages.
func BenchmarkListRooms(b *testing.B) {
	s := startService(b, emulator.Options{})
	client := s.clientWithAllCredentials(b)
	f := s.createFixture(b)
	for i := range severalPages {
		createRoom(b, client, f, fmt.Sprint("Room ", i))
	}
	b.ReportAllocs()
	for b.Loop() {
		rooms, err := xrcloud.Collect(client.RoomsOfProject(b.Context(), f.project.ID, ""))
		if err != nil || len(rooms) != severalPages+1 {
			b.Fatal(len(rooms), err)
		}
	}
}
