package emulator_test

import (
	"net/http"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestNewRoomWithoutItsOptionsIsReadLater(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	project, scene, old := s.stage()
	s.InjectRoomFaults(emulator.RoomFaults{MissingOptions: 3})
	room := s.room(project, scene, "New")
	s.InjectRoomFaults(emulator.RoomFaults{})
	host, guest := `HostOption with roomId "`+room+`" not found.`, `GuestOption with roomId "`+room+`" not found.`
	s.send("GET", "/api/rooms/"+room, key, nil).refuses(http.StatusNotFound, host)
	s.send("GET", "/api/rooms?projectId="+project, key, nil).refuses(http.StatusNotFound, guest)
	s.send("GET", "/api/rooms/"+old, key, nil).want(http.StatusOK)
	s.send("PATCH", "/api/rooms/"+room, key, object{"size": 11}).refuses(http.StatusNotFound, host)
	if got := s.send("GET", "/api/rooms/"+room, key, nil).want(http.StatusOK).at("size"); got != 11.0 {
		t.Errorf("size is %v: the change was not made", got)
	}
	s.send("GET", "/api/rooms/"+s.room(project, scene, "Later"), key, nil).want(http.StatusOK)
}

func TestPublicURLsOfANewRoomChangeUntilTheyStay(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	project, scene, _ := s.stage()
	s.InjectRoomFaults(emulator.RoomFaults{ChangedURLs: 2})
	created := s.send("POST", "/api/rooms", key, roomBody(project, scene, "New")).want(http.StatusCreated)
	path := "/api/rooms/" + created.text("id")
	urls := []string{created.text("roomUrl/public/guest"), s.send("GET", path, key, nil).text("roomUrl/public/guest")}
	list := s.send("GET", "/api/rooms?projectId="+project+"&name=New", key, nil).want(http.StatusOK)
	urls = append(urls, list.text("items/0/roomUrl/public/guest"))
	if urls[0] == urls[1] || urls[1] == urls[2] || urls[0] == urls[2] {
		t.Errorf("URLs are %v, want three", urls)
	}
	for range 2 {
		if got := s.send("GET", path, key, nil).text("roomUrl/public/guest"); got != urls[2] {
			t.Errorf("URL is %s, want %s as in the list", got, urls[2])
		}
	}
}
