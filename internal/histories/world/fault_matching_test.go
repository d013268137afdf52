package world_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// statuses returns the statuses of requests to list the rooms of VCS.
func (c client) statuses(number int) (statuses []int) {
	c.T.Helper()
	for range number {
		statuses = append(statuses, c.callService("vcs", http.MethodGet, "/api/realtime/room", "").status)
	}
	return statuses
}

func TestFaultSkipAndTimes(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		c.Inject(
			world.Fault{Name: "503", Operation: "list VCS rooms", Skip: 1, Times: 2},
			world.Fault{Name: "504", Operation: "create VCS room"},
		)
		if got := c.statuses(4); !slices.Equal(got, []int{200, 503, 503, 200}) {
			c.T.Errorf("got %v", got)
		}
	})
}

// A fault without an operation affects the requests to all services together, but not those of people.
func TestFaultOfAnyOperation(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		c.Inject(world.Fault{Name: "503", Skip: 1, Times: 2})
		c.createHalls()
		if got := c.statuses(1); got[0] != http.StatusOK {
			c.T.Errorf("the first request got %v", got)
		}
		if got := c.call(http.MethodGet, "/api/projects/x", ""); got.status != http.StatusServiceUnavailable {
			c.T.Errorf("the second request got %+v", got)
		}
		if got := c.statuses(2); !slices.Equal(got, []int{503, 200}) {
			c.T.Errorf("the others got %v", got)
		}
	})
}

// An act of a fault happens just before the request, also without a fault in the response.
func TestFaultWithAct(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		hall := c.createHalls()[vcsRoom]
		act := &world.Act{Name: "delete", Type: vcsRoom}
		c.Inject(world.Fault{Operation: "read VCS room", Skip: 1, Times: 1, Act: act})
		path := "/api/realtime/room/" + hall.ID
		for _, want := range []int{http.StatusOK, http.StatusBadRequest} {
			if got := c.callService("vcs", http.MethodGet, path, ""); got.status != want {
				c.T.Errorf("got %+v, want status %d", got, want)
			}
		}
		start := time.Now()
		c.Inject(world.Fault{Name: "503", Operation: "list VCS rooms", Act: &world.Act{Name: "pass time", Type: room, Number: 30}})
		if got := c.statuses(1); got[0] != http.StatusServiceUnavailable || time.Since(start) != 30*time.Second {
			c.T.Errorf("got %v after %s", got, time.Since(start))
		}
	})
}

func TestInjectRejectsUnknownNames(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		for _, fault := range []world.Fault{{Name: "none"}, {Name: "503", Operation: "none"}} {
			func() {
				defer func() {
					if recover() == nil {
						c.T.Errorf("%+v was accepted", fault)
					}
				}()
				c.Inject(fault)
			}()
		}
	})
}

// Faults that are regular responses to some requests, or that need an object, do not affect others.
func TestFaultApplies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		fault, operation string
		want             bool
	}{
		{"503", "log in", true},
		{"504, late commit", "update room", true},
		{"504, late commit", "read room", false},
		{"200 with an empty body", "delete room", false},
		{"200 with an empty body", "create room", true},
		{"200 with the ID of another object", "read scene", true},
		{"200 with the ID of another object", "list scenes", false},
		{"200 with the ID of another object", "create room", false},
		{"200 with the ID of another object", "delete room", false},
		{"404 of missing links after the commit", "list rooms", true},
		{"404 of missing links after the commit", "read project of room", false},
		{"404 of missing links after the commit", "read VCS room", false},
		{"query parameters dropped", "list rooms", true},
		{"query parameters dropped", "delete VCS room", false},
		{"none", "read room", false},
		{"503", "none", false},
	}
	for _, test := range tests {
		if got := world.FaultApplies(test.fault, test.operation); got != test.want {
			t.Errorf("%q applies to %q: %t", test.fault, test.operation, got)
		}
	}
	inBubble(t, world.Options{}, func(c client) {
		c.Inject(world.Fault{Name: "200 with an empty body"})
		hall := c.createHalls()[room]
		if got := c.call(http.MethodDelete, "/api/rooms/"+hall.ID, ""); got.status != http.StatusOK || c.exists(hall) {
			c.T.Errorf("got %+v, want the deletion", got)
		}
	})
}

func (c client) exists(o world.Object) bool {
	after, _ := c.Find(o.Type, o.ID)
	return after.Exists()
}

func TestOtherID(t *testing.T) {
	t.Parallel()
	for typ, read := range map[string]struct{ service, path string }{
		project: {"xrcloud", "/api/projects/"}, scene: {"xrcloud", "/api/scenes/"}, room: {"xrcloud", "/api/rooms/"},
		vcsRoom: {"vcs", "/api/realtime/room/"}, whiteboardRoom: {"whiteboard", "/v5/rooms/"},
	} {
		t.Run(typ, func(t *testing.T) {
			t.Parallel()
			inBubble(t, world.Options{}, func(c client) {
				hall := c.createHalls()[typ]
				own := strings.TrimPrefix(hall.ID, "us-sv/")
				c.Inject(world.Fault{Name: "200 with the ID of another object"})
				alone := c.callService(read.service, http.MethodGet, read.path+own, "")
				if alone.status != http.StatusOK || strings.Contains(alone.body, `"`+own+`"`) {
					c.T.Errorf("without another object, got %+v", alone)
				}
				c.mustDo(world.Act{Name: "add a twin", Type: typ})
				twin := c.objects(typ, func(o world.Object) bool { return o.ID != hall.ID })[0]
				other := c.callService(read.service, http.MethodGet, read.path+own, "")
				if !strings.Contains(other.body, strings.TrimPrefix(twin.ID, "us-sv/")) {
					c.T.Errorf("got %+v, want the ID %s", other, twin.ID)
				}
			})
		})
	}
}

func TestMissingLinks(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		hall := c.createHalls()[room]
		c.Inject(world.Fault{Name: "404 of missing links after the commit", Times: 1})
		got := c.call(http.MethodPatch, "/api/rooms/"+hall.ID, `{"size":7}`)
		if got.status != http.StatusNotFound || !strings.Contains(got.body, `HostOption with roomId \"`+hall.ID+`\" not found.`) {
			c.T.Errorf("got %+v", got)
		}
		if after, _ := c.Find(room, hall.ID); after.Changed[world.Terraform] != 1 {
			c.T.Errorf("the ledger has %+v", after)
		}
	})
}

func TestQueryParametersDropped(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		c.mustDo(world.Act{Name: "create many", Type: vcsRoom, Number: 3})
		c.Inject(world.Fault{Name: "query parameters dropped"})
		if got := c.callService("vcs", http.MethodGet, "/api/realtime/room?numberOfRecords=1", ""); strings.Count(got.body, `"id"`) != 3 {
			c.T.Errorf("got %+v, want all rooms", got)
		}
	})
}
