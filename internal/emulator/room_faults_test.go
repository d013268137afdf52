package emulator_test

import (
	"net/http"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestMissingOptions(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, scene, old := c.createObjects()
	c.InjectRoomFaults(emulator.RoomFaults{MissingOptions: 3})
	room := c.createRoom(project, scene, "New")
	c.InjectRoomFaults(emulator.RoomFaults{})
	host, guest := `HostOption with roomId "`+room+`" not found.`, `GuestOption with roomId "`+room+`" not found.`
	c.send("GET", "/api/rooms/"+room, key, nil).checkError(http.StatusNotFound, host)
	c.send("GET", "/api/rooms?projectId="+project, key, nil).checkError(http.StatusNotFound, guest)
	c.send("GET", "/api/rooms/"+old, key, nil).requireStatus(http.StatusOK)
	c.send("PATCH", "/api/rooms/"+room, key, object{"size": 11}).checkError(http.StatusNotFound, host)
	if got := c.send("GET", "/api/rooms/"+room, key, nil).requireStatus(http.StatusOK).at("size"); got != 11.0 {
		t.Errorf("size is %v, want 11", got)
	}
	c.send("GET", "/api/rooms/"+c.createRoom(project, scene, "Later"), key, nil).requireStatus(http.StatusOK)
}

func TestChangedURLs(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, scene, _ := c.createObjects()
	c.InjectRoomFaults(emulator.RoomFaults{ChangedURLs: 2})
	created := c.send("POST", "/api/rooms", key, roomBody(project, scene, "New")).requireStatus(http.StatusCreated)
	path := "/api/rooms/" + created.text("id")
	urls := []string{created.text("roomUrl/public/guest"), c.send("GET", path, key, nil).text("roomUrl/public/guest")}
	list := c.send("GET", "/api/rooms?projectId="+project+"&name=New", key, nil).requireStatus(http.StatusOK)
	urls = append(urls, list.text("items/0/roomUrl/public/guest"))
	if urls[0] == urls[1] || urls[1] == urls[2] || urls[0] == urls[2] {
		t.Errorf("URLs are %v, want three different ones", urls)
	}
	for range 2 {
		if got := c.send("GET", path, key, nil).text("roomUrl/public/guest"); got != urls[2] {
			t.Errorf("URL is %s, want %s as in the list", got, urls[2])
		}
	}
}
