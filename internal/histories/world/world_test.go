package world_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// Worlds in bubbles that run at the same time share nothing, although their credentials are the same.
func TestWorldsAreSeparate(t *testing.T) {
	t.Parallel()
	for range 8 {
		t.Run("world", func(t *testing.T) {
			t.Parallel()
			inBubble(t, world.Options{}, func(c client) {
				for range 20 {
					c.callService("vcs", http.MethodPost, "/api/realtime/room", `{}`)
				}
				if objects := c.Objects(); len(objects) != 20 {
					c.T.Errorf("%d objects, want 20", len(objects))
				}
				if listed := c.callService("vcs", http.MethodGet, "/api/realtime/room", ""); strings.Count(listed.body, `"id"`) != 20 {
					c.T.Errorf("listed %+v", listed)
				}
			})
		})
	}
}

// Close ends requests that hang, and drops what would have happened later. synctest fails if a goroutine remains.
func TestClose(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		for _, fault := range []string{"hang", "504, late commit", "slow"} {
			c.Inject(world.Fault{Name: fault, Operation: "create VCS room", Times: 1})
		}
		c.Inject(world.Fault{Name: "connection refused for long", Operation: "list whiteboard rooms"})
		start := time.Now()
		var clients sync.WaitGroup
		for range 3 {
			clients.Go(func() { c.callService("vcs", http.MethodPost, "/api/realtime/room", `{}`) })
			synctest.Wait()
		}
		c.callWithToken("whiteboard", "", http.MethodGet, "/v5/rooms", "")
		c.Close()
		c.Close()                                      // has no effect
		if objects := c.Objects(); len(objects) != 1 { // by the slow request, which the service handles when its client disconnects
			c.T.Errorf("created %+v", objects)
		}
		clients.Wait()
		if took := time.Since(start); took != 0 {
			c.T.Errorf("it took %s", took)
		}
		if got := c.callService("vcs", http.MethodGet, "/api/realtime/room", ""); got.err == nil {
			c.T.Errorf("after Close, got %+v", got)
		}
	})
}

// Connections are closed after five idle seconds, as real services do.
func TestConnections(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		c.callService("vcs", http.MethodGet, "/api/realtime/room", "")
		c.call(http.MethodGet, "/api/rooms", "")
		if open := c.Connections(); open != 2 {
			c.T.Errorf("%d connections, want 2", open)
		}
		c.mustDo(world.Act{Name: "pass time", Type: room, Number: 6})
		synctest.Wait()
		if open := c.Connections(); open != 0 {
			c.T.Errorf("%d connections after 6 seconds", open)
		}
	})
}

// Each option reaches its service.
func TestOptions(t *testing.T) {
	t.Parallel()
	roomOf := func(c client, typ string) string { return c.createHalls()[typ].ID }
	tests := map[string]struct {
		options       world.Options
		read          func(c client) response
		normal, other string
	}{
		"SeparateAccounts": {world.Options{SeparateAccounts: true}, func(c client) response {
			c.mustDo(world.Act{Name: "create in the other account", Type: project})
			return c.call(http.MethodGet, "/api/projects/"+c.objects(project, func(world.Object) bool { return true })[0].ID, "")
		}, "Somebody", "not found"},
		"Published": {world.Options{Published: true}, func(c client) response { return c.call(http.MethodGet, "/api/projects", "") }, "not allowed", "[]"},
		"MaxRooms": {world.Options{MaxRooms: 1}, func(c client) response {
			c.createHalls()
			c.Do(world.Act{Name: "create", Type: room})
			return c.call(http.MethodGet, "/api/rooms?sceneId="+c.objects(scene, func(world.Object) bool { return true })[0].ID, "")
		}, `"total":2`, `"total":1`},
		"MaxRoomSize": {world.Options{MaxRoomSize: 10}, func(c client) response {
			return c.call(http.MethodPatch, "/api/rooms/"+roomOf(c, room), `{"size":11}`)
		}, `"size":11`, "exceed"},
		"MissingLinks": {world.Options{MissingLinks: 1}, func(c client) response {
			return c.call(http.MethodGet, "/api/rooms/"+roomOf(c, room), "")
		}, "Hall", "HostOption"},
		"MissingRoom": {world.Options{MissingRoom: 2}, func(c client) response {
			return c.callService("vcs", http.MethodGet, "/api/realtime/room/none", "")
		}, "REALTIME-00004", "null"},
		"LastPage": {world.Options{LastPage: 1}, func(c client) response {
			return c.callService("vcs", http.MethodGet, "/api/realtime/room", "")
		}, `{"data":[]}`, `"token":""`},
		"DefaultName": {world.Options{DefaultName: "Untitled"}, func(c client) response {
			return c.callService("vcs", http.MethodPost, "/api/realtime/room", "{}")
		}, `{"room"`, "Untitled"},
		"DisableRecording": {world.Options{DisableRecording: true}, func(c client) response {
			return c.callService("whiteboard", http.MethodPost, "/v5/rooms", `{"isRecord":true}`)
		}, `"isRecord":true`, `"isRecord":false`},
		"LegacyResponses": {world.Options{LegacyResponses: true}, func(c client) response {
			return c.callService("whiteboard", http.MethodPost, "/v5/rooms", `{}`)
		}, `"appUUID"`, `"uuid"`},
	}
	for name, test := range tests {
		for options, want := range map[world.Options]string{{}: test.normal, test.options: test.other} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				inBubble(t, options, func(c client) {
					if got := test.read(c); !strings.Contains(got.body, want) {
						c.T.Errorf("%+v: got %+v, want %s", options, got, want)
					}
				})
			})
		}
	}
}
