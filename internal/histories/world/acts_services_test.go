package world_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// serviceActs are the acts that do not change an object.
var serviceActs = []string{
	"use", "log in", "revoke tokens", "replace the credentials for a time", "limit the rooms", "disturb new rooms", "restart the server", "pass time",
}

func (c client) mustDo(act world.Act) {
	c.T.Helper()
	if !c.Do(act) {
		c.T.Fatalf("%+v had no effect", act)
	}
}

func TestUse(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		t := c.T
		halls := c.createHalls()
		c.mustDo(world.Act{Name: "change the modules", Type: venuelessRoom, Number: 1})
		for _, typ := range world.ActTypes("use") {
			c.mustDo(world.Act{Name: "use", Type: typ, Number: 1})
		}
		if logs := c.call(http.MethodGet, "/api/rooms/"+halls[room].ID+"/logs", ""); !strings.Contains(logs.body, "room-join") {
			t.Errorf("logs are %+v", logs)
		}
		if direct, chat := c.DirectMessages(0), c.ChatMessages(0, halls[venuelessRoom].ID); direct != 2 || chat != 2 {
			t.Errorf("%d direct messages and %d messages in the room, want 2", direct, chat)
		}
	})
}

// logInAsTerraform logs in with the password, and returns the refresh token.
func (c client) logInAsTerraform() (refreshToken string) {
	c.T.Helper()
	arguments := c.Arguments(0)
	got := c.call(http.MethodPost, "/auth/login", fmt.Sprintf(`{"email":%q,"password":%q}`, arguments["email"], arguments["password"]))
	return got.field(c.T, "refreshToken")
}

func TestLogInInvalidatesRefreshToken(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		t := c.T
		refresh := c.logInAsTerraform()
		c.mustDo(world.Act{Name: "log in", Type: project})
		if got := c.call(http.MethodPost, "/auth/refresh", fmt.Sprintf(`{"refreshToken":%q}`, refresh)); got.status != http.StatusUnauthorized {
			t.Errorf("got %+v", got)
		}
	})
}

func TestRevokeTokens(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		t := c.T
		halls := c.createHalls()
		refresh := c.logInAsTerraform()
		c.mustDo(world.Act{Name: "revoke tokens", Type: project})
		if got := c.call(http.MethodPost, "/auth/refresh", fmt.Sprintf(`{"refreshToken":%q}`, refresh)); got.status != http.StatusUnauthorized {
			t.Errorf("got %+v", got)
		}
		c.mustDo(world.Act{Name: "rename", Type: project, Text: "Renamed"})
		if fields, _ := c.Get(project, halls[project].ID); fields["name"] != "Renamed" {
			t.Errorf("got %v", fields)
		}
	})
}

// Tokens from before the replacement become invalid, too.
func TestReplaceCredentialsRevokesTokens(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		refresh := c.logInAsTerraform()
		c.mustDo(world.Act{Name: "replace the credentials for a time", Type: scene, Number: 1})
		c.Settle()
		if got := c.call(http.MethodPost, "/auth/refresh", fmt.Sprintf(`{"refreshToken":%q}`, refresh)); got.status != http.StatusUnauthorized {
			c.T.Errorf("got %+v", got)
		}
	})
}

// While the credentials are replaced, the provider is refused, and other people can still act.
func TestReplaceCredentials(t *testing.T) {
	t.Parallel()
	reads := map[string]struct {
		service, path string
		refused       int
	}{
		room:           {"xrcloud", "/api/rooms/%s", http.StatusUnauthorized},
		venuelessRoom:  {"venueless", "/api/v1/worlds/fair/rooms/%s/", http.StatusForbidden},
		vcsRoom:        {"vcs", "/api/realtime/room/%s", http.StatusBadRequest},
		whiteboardRoom: {"whiteboard", "/v5/rooms/%s", http.StatusUnauthorized},
	}
	for typ, read := range reads {
		t.Run(typ, func(t *testing.T) {
			t.Parallel()
			inBubble(t, world.Options{}, func(c client) {
				t := c.T
				hall := c.createHalls()[typ]
				path := fmt.Sprintf(read.path, strings.TrimPrefix(hall.ID, "us-sv/"))
				token := c.serviceToken(read.service)
				act := world.Act{Name: "replace the credentials for a time", Type: typ, Number: 60}
				c.mustDo(act)
				if c.Do(act) {
					t.Error("the credentials were replaced twice")
				}
				if got := c.callWithToken(read.service, token, http.MethodGet, path, ""); got.status != read.refused {
					t.Errorf("with the original credentials, got %+v, want status %d", got, read.refused)
				}
				if _, ok := c.Get(typ, hall.ID); !ok || !c.Do(world.Act{Name: "add a twin", Type: typ}) {
					t.Error("people cannot act")
				}
				start := time.Now()
				c.Settle()
				if waited := time.Since(start); waited != time.Minute {
					t.Errorf("the credentials were replaced for %s", waited)
				}
				if got := c.callWithToken(read.service, c.serviceToken(read.service), http.MethodGet, path, ""); got.status != http.StatusOK {
					t.Errorf("after that time, got %+v", got)
				}
			})
		})
	}
}

func TestLimitRooms(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		t := c.T
		c.createHalls()
		c.mustDo(world.Act{Name: "limit the rooms", Type: room, Number: 1})
		if c.Do(world.Act{Name: "create", Type: room}) {
			t.Error("a second room was created")
		}
		c.mustDo(world.Act{Name: "limit the rooms", Type: room})
		c.mustDo(world.Act{Name: "create", Type: room})
	})
}

func TestDisturbNewRooms(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		t := c.T
		c.mustDo(world.Act{Name: "disturb new rooms", Type: room, Number: 1})
		hall := c.createHalls()[room]
		for _, want := range []int{http.StatusNotFound, http.StatusOK} {
			if got := c.call(http.MethodGet, "/api/rooms/"+hall.ID, ""); got.status != want {
				t.Errorf("got %+v, want status %d", got, want)
			}
		}
	})
}

func TestRestartServer(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		t := c.T
		c.createHalls()
		c.mustDo(world.Act{Name: "restart the server", Type: vcsRoom, Number: 5})
		c.mustDo(world.Act{Name: "restart the server", Type: vcsRoom, Number: 3})
		if got := c.callService("vcs", http.MethodGet, "/api/realtime/room", ""); !errors.Is(got.err, syscall.ECONNREFUSED) {
			t.Errorf("while the server restarts, got %+v", got)
		}
		if got := c.call(http.MethodGet, "/api/scenes?projectId=x", ""); got.err != nil {
			t.Errorf("another service: got %+v", got)
		}
		c.Settle()
		if got := c.callService("vcs", http.MethodGet, "/api/realtime/room", ""); !strings.Contains(got.body, "Hall") {
			t.Errorf("after the restart, got %+v", got)
		}
	})
}

// Rooms of VCS expire, and bearer tokens too.
func TestPassTime(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		t := c.T
		halls := c.createHalls()
		start := time.Now()
		c.mustDo(world.Act{Name: "pass time", Type: room, Number: 48 * 3600})
		if passed := time.Since(start); passed != 48*time.Hour {
			t.Errorf("%s passed", passed)
		}
		c.callService("vcs", http.MethodPost, "/api/realtime/room", `{}`) // does not delete the expired room
		if expired, _ := c.Find(vcsRoom, halls[vcsRoom].ID); expired.Exists() || expired.Deleter != world.Service || expired.Deleted != world.Never {
			t.Errorf("got %+v", expired)
		}
		c.mustDo(world.Act{Name: "rename", Type: project, Text: "Renamed"})
	})
}
