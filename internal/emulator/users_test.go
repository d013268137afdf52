package emulator_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestUsers(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, _, room := c.createObjects()
	c.send("GET", query("/api/rooms/"+room, "userId", "a/b@example.com"), key, nil).requireStatus(http.StatusOK)
	c.send("GET", query("/api/rooms", "projectId", project, "userId", "carol"), key, nil).requireStatus(http.StatusOK)
	user := func(id string) response {
		return c.send("GET", "/api/projects/"+project+"/getIdFromUserId/"+url.PathEscape(id), key, nil).requireStatus(http.StatusOK)
	}
	third, second, first := user(".."), user("carol"), user("a/b@example.com") // carol and a/b@example.com were created by the reads of rooms
	for i, u := range []response{first, second, third} {
		if got, want := u.text("reticulumId"), strconv.Itoa(1900346259722469001+i); got != want {
			t.Errorf("user %d has the ID %s, want %s", i+1, got, want)
		}
	}
	if got := first.text("infraUserId"); got != "a/b@example.com" {
		t.Errorf("user id is %s", got)
	}
	again := user("carol")
	if again.raw != second.raw {
		t.Errorf("user is %s, then %s", second.raw, again.raw)
	}
}
