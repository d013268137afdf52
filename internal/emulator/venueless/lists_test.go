package venueless_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

func TestOrderOfEqualRooms(t *testing.T) {
	t.Parallel()
	for _, swap := range []bool{false, true} {
		c, _ := start(t, venueless.Options{SwapEqualRooms: swap})
		for range 5 {
			c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"name":"Hall"}`)
		}
		first := c.listRooms()
		if again := c.listRooms(); slices.Equal(first, again) == swap {
			t.Errorf("swap %t: first %v, then %v", swap, first, again)
		}
		if swap {
			continue
		}
		_, id, _ := strings.Cut(first[1], " ")
		c.requireStatus(http.StatusOK, "PATCH", roomsPath+id+"/", `{}`)
		if want := append(append(first[:1:1], first[2:]...), first[1]); !slices.Equal(c.listRooms(), want) {
			t.Errorf("after a change %v, want %v", c.listRooms(), want)
		}
	}
}

func TestNamesAreSortedByCollation(t *testing.T) {
	t.Parallel()
	c, _ := start(t, venueless.Options{})
	want := []string{"alpha", "Beta", "école", "Zoo"}
	for _, name := range []string{"Zoo", "alpha", "école", "Beta"} {
		c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"name":"`+name+`"}`)
	}
	for i, room := range c.listRooms() {
		if !strings.HasPrefix(room, want[i]) {
			t.Errorf("room %d is %s, want %s", i, room, want[i])
		}
	}
}

func TestPageURLs(t *testing.T) {
	t.Parallel()
	c, _ := start(t, venueless.Options{})
	for range 51 {
		c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"name":"Hall"}`)
	}
	for path, want := range map[string]string{
		"rooms/?page=last&a=1": `"previous":"` + c.server.URL + `/api/v1/worlds/acc/rooms/?a=1",`,
		"rooms.json/":          `"next":"` + c.server.URL + `/api/v1/worlds/acc/rooms.json/?page=2",`,
	} {
		if got := c.requireStatus(http.StatusOK, "GET", "/api/v1/worlds/acc/"+path, ""); !strings.Contains(got, want) {
			t.Errorf("%s: %.120s, want %s", path, got, want)
		}
	}
}
