package acctest_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// requestsCase has the requests that the operations of a resource send, without those for the account, as in "GET /api/rooms/<id>".
type requestsCase struct {
	kind  string
	start func(t *testing.T) sampleService
	// config is the configuration of the object, and change what an update changes in it.
	config, change acctest.Values
	planCreate     []string
	create         []string
	refresh        []string
	update         []string
	planDestroy    []string
	destroy        []string
}

const (
	getProject = "GET /api/projects/<id>"
	getScene   = "GET /api/scenes/<id>"
	getRoom    = "GET /api/rooms/<id>"
	getScenes  = "GET /api/scenes?projectId"
	getRooms   = "GET /api/rooms?projectId"

	vcsPath       = "/api/realtime/room"
	venuelessPath = "/api/v1/worlds/fair/rooms/<id>/"
)

var requestsCases = map[string]requestsCase{
	"project": {
		kind: "xrcloud_project", start: startXRCLOUD,
		config: acctest.Values{"name": "Fair", "force_destroy": true}, change: acctest.Values{"name": "Grand Fair"},
		create: []string{"POST /api/projects"}, refresh: []string{getProject}, update: []string{"PATCH /api/projects/<id>"},
		// It warns of what is deleted with the project. The empty lists of a missing project make it read the project again.
		planDestroy: []string{getProject, getScenes, getProject, getRooms, getProject},
		destroy:     []string{"DELETE /api/projects/<id>"},
	},
	"project with a label": {
		kind: "xrcloud_project", start: startXRCLOUD,
		config: acctest.Values{"name": "Fair", "label": "fair"}, change: acctest.Values{"label": "grand-fair"},
		// The service returns labels in no response: only the list of the projects with the label shows whether the project has it.
		create: []string{"POST /api/projects"}, refresh: []string{getProject, "GET /api/projects?label"}, update: []string{"PATCH /api/projects/<id>"},
		// Without force_destroy, only an empty project is deleted.
		destroy: []string{getProject, getScenes, getProject, getRooms, getProject, "DELETE /api/projects/<id>"},
	},
	"scene": {
		kind: "xrcloud_scene", start: startXRCLOUD,
		config: acctest.Values{"scene_id": idOfSample("scene")}, change: acctest.Values{"delete_on_destroy": true, "force_destroy": true},
		planCreate: []string{getScene}, create: []string{getScene}, refresh: []string{getScene},
		destroy: []string{"DELETE /api/scenes/<id>"},
	},
	"scene of a project": {
		kind: "xrcloud_scene", start: startXRCLOUD,
		config: acctest.Values{"scene_id": idOfSample("scene"), "project_id": idOfSample("project")}, change: acctest.Values{"delete_on_destroy": true},
		planCreate: []string{getScenes}, create: []string{getScenes}, refresh: []string{getScene},
		// Without force_destroy, only a scene without rooms is deleted.
		destroy: []string{"GET /api/rooms?sceneId", getScene, "DELETE /api/scenes/<id>"},
	},
	"room": {
		kind: "xrcloud_room", start: startXRCLOUD,
		config: acctest.Values{
			"project_id": idOfSample("project"), "scene_id": idOfSample("scene"), "name": "Hall", "return_url": "https://example.com/bye", "tags": []string{"keynote"},
		},
		change: acctest.Values{"name": "Grand Hall", "size": 20},
		// It warns of a scene of another project. The scenes of a project are listed once for all rooms.
		planCreate: []string{getScenes},
		create:     []string{"POST /api/rooms"}, refresh: []string{getRoom}, update: []string{"PATCH /api/rooms/<id>"}, destroy: []string{"DELETE /api/rooms/<id>"},
	},
	"VCS room": {
		kind: "xrcloud_vcs_room", start: startVCS,
		config: acctest.Values{"name": "Hall"}, // the service cannot change rooms
		create: []string{"POST " + vcsPath}, refresh: []string{"GET " + vcsPath + "/<id>"}, destroy: []string{"DELETE " + vcsPath + "?id"},
	},
	"Venueless room": {
		kind: "xrcloud_venueless_room", start: startVenueless,
		config: acctest.Values{"name": "Hall"}, change: acctest.Values{"sorting_priority": 2},
		create: []string{"POST /api/v1/worlds/fair/rooms/"}, refresh: []string{"GET " + venuelessPath}, update: []string{"PATCH " + venuelessPath},
		// If the room has a chat by now, it must be removed first.
		destroy: []string{"GET " + venuelessPath, "DELETE " + venuelessPath},
	},
	"Venueless room, soft deletion": {
		kind: "xrcloud_venueless_room", start: startVenueless,
		config: acctest.Values{"name": "Hall", "deletion_mode": "soft"}, change: acctest.Values{"name": "Grand Hall"},
		create: []string{"POST /api/v1/worlds/fair/rooms/"}, refresh: []string{"GET " + venuelessPath}, update: []string{"PATCH " + venuelessPath},
		destroy: []string{"PATCH " + venuelessPath},
	},
	"whiteboard room": {
		kind: "xrcloud_whiteboard_room", start: startWhiteboard,
		config: acctest.Values{"region": "eu"}, change: acctest.Values{"disabled": true},
		create: []string{"POST /v5/rooms"}, refresh: []string{"GET /v5/rooms/<id>"}, update: []string{"PATCH /v5/rooms/<id>"}, destroy: []string{"PATCH /v5/rooms/<id>"},
	},
	"disabled whiteboard room": {
		kind: "xrcloud_whiteboard_room", start: startWhiteboard,
		config: acctest.Values{"region": "eu", "disabled": true, "on_destroy": "abandon"}, change: acctest.Values{"disabled": false},
		// The service creates rooms only enabled.
		create: []string{"POST /v5/rooms", "PATCH /v5/rooms/<id>"}, refresh: []string{"GET /v5/rooms/<id>"}, update: []string{"PATCH /v5/rooms/<id>"},
	},
}

// TestRequestsPerOperation requires that each operation of each resource sends these requests and no others, and that a validation and an
// empty plan send none.
func TestRequestsPerOperation(t *testing.T) {
	t.Parallel()
	for name, c := range requestsCases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := c.start(t)
			config := acctest.Values{}
			for argument, value := range c.config {
				config[argument] = s.configured(t, value)
			}
			changed := maps.Clone(config)
			maps.Copy(changed, c.change)
			require := func(operation string, want []string) {
				t.Helper()
				if got := s.apiRequests(); !slices.Equal(got, want) {
					t.Errorf("%s sends %q, want %q", operation, got, want)
				}
				s.server.Reset()
			}
			plan := func(prior acctest.Object, config acctest.Values) acctest.Object {
				t.Helper()
				planned, problems := s.client.Plan(prior, config)
				requireNoErrors(t, "plan", problems)
				return planned
			}
			apply := func(prior, planned acctest.Object, config acctest.Values) acctest.Object {
				t.Helper()
				applied, problems := s.client.Apply(prior, planned, config)
				requireNoErrors(t, "apply", problems)
				return applied
			}
			s.server.Reset()
			s.client.ValidateResource(c.kind, config)
			require("a validation", nil)
			object := s.client.Absent(c.kind)
			planned := plan(object, config)
			require("a plan of a creation", c.planCreate)
			object = apply(object, planned, config)
			require("a creation", c.create)
			object = s.client.MustRead(object)
			require("a refresh", c.refresh)
			s.client.RequireEmptyPlan(object, config)
			require("an empty plan", nil)
			if c.change != nil {
				planned = plan(object, changed)
				require("a plan of an update", nil)
				object = apply(object, planned, changed)
				require("an update", c.update)
			}
			planned = plan(object, nil)
			require("a plan of a destroy", c.planDestroy)
			apply(object, planned, nil)
			require("a destroy", c.destroy)
		})
	}
}

// anyID matches the IDs of all services.
var anyID = regexp.MustCompile(`RO-[0-9a-zA-Z-]+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}`)

// apiRequests returns the requests that the service has received, without those for the account.
func (s sampleService) apiRequests() []string {
	var requests []string
	for _, request := range s.server.Requests("", "/api/|/v5/") {
		parameter := ""
		for _, name := range []string{"projectId", "sceneId", "label", "id"} {
			if request.Query.Has(name) {
				parameter = "?" + name
			}
		}
		requests = append(requests, request.Method+" "+anyID.ReplaceAllString(request.Path, "<id>")+parameter)
	}
	return requests
}

// TestAccountIsRequestedOnce runs all operations of rooms with an API key and a login. They need the account of the login, to compare it
// with that of the key.
func TestAccountIsRequestedOnce(t *testing.T) {
	t.Parallel()
	s := startXRCLOUD(t)
	s.server.Reset()
	runConcurrently(20, 10, func(i int) {
		config := acctest.Values{
			"project_id": s.ids["project"], "scene_id": s.ids["scene"], "name": fmt.Sprint("Room ", i), "return_url": "https://example.com/bye",
		}
		room := s.client.MustRead(s.client.MustApply(s.client.Absent("xrcloud_room"), config))
		config["size"] = 20
		s.client.MustApply(s.client.MustApply(room, config), nil)
	})
	for _, path := range []string{"/auth/login", "/auth/profile"} {
		if got := len(s.server.Requests("", path)); got != 1 {
			t.Errorf("%d requests to %s, want 1", got, path)
		}
	}
}

// TestEqualReadsAreShared reads data sources ten times at the same time.
func TestEqualReadsAreShared(t *testing.T) {
	t.Parallel()
	const count = 10
	for name, c := range map[string]struct {
		start  func(t *testing.T) sampleService
		config acctest.Values
		// isNew is true if each response has a new value, such as a URL that expires.
		isNew bool
	}{
		"xrcloud_room":             {start: startXRCLOUD, config: acctest.Values{"id": idOfSample("room")}},
		"xrcloud_rooms":            {start: startXRCLOUD, config: acctest.Values{"project_id": idOfSample("project")}},
		"xrcloud_scene":            {start: startXRCLOUD, config: acctest.Values{"id": idOfSample("scene")}},
		"xrcloud_scenes":           {start: startXRCLOUD, config: acctest.Values{"project_id": idOfSample("project")}},
		"xrcloud_project":          {start: startXRCLOUD, config: acctest.Values{"id": idOfSample("project")}},
		"xrcloud_projects":         {start: startXRCLOUD, config: acctest.Values{}},
		"xrcloud_room_logs":        {start: startXRCLOUD, config: acctest.Values{"room_id": idOfSample("room")}},
		"xrcloud_room_access":      {start: startXRCLOUD, config: acctest.Values{"room_id": idOfSample("room")}, isNew: true},
		"xrcloud_scene_editor":     {start: startXRCLOUD, config: acctest.Values{"scene_id": idOfSample("scene")}, isNew: true},
		"xrcloud_vcs_rooms":        {start: startVCS, config: acctest.Values{}},
		"xrcloud_venueless_rooms":  {start: startVenueless, config: acctest.Values{}},
		"xrcloud_whiteboard_rooms": {start: startWhiteboard, config: acctest.Values{"region": "eu"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := c.start(t)
			if c.config["id"] == idOfSample("room") || c.config["room_id"] != nil {
				s.ids["room"] = s.client.MustApply(s.client.Absent("xrcloud_room"), acctest.Values{
					"project_id": s.ids["project"], "scene_id": s.ids["scene"], "name": "Hall", "return_url": "https://example.com/bye",
				}).Attribute(t, "id")
			}
			for argument, value := range c.config {
				c.config[argument] = s.configured(t, value)
			}
			s.server.Reset()
			s.server.Inject(faultserver.Fault{Path: "/api/|/v5/", Delay: 100 * time.Millisecond})
			runConcurrently(count, count, func(int) {
				_, problems := s.client.ReadDataSource(name, c.config)
				requireNoErrors(t, "read", problems)
			})
			if got := len(s.apiRequests()); (got >= count) != c.isNew {
				t.Errorf("%d reads at the same time sent %d requests", count, got)
			}
		})
	}
}

// TestLookupSeesCreation looks up a room by its name, after its creation, while an equal lookup from before the creation is in flight.
func TestLookupSeesCreation(t *testing.T) {
	t.Parallel()
	s := startXRCLOUD(t)
	began, proceed := make(chan struct{}), make(chan struct{})
	s.server.Inject(faultserver.Fault{Method: http.MethodGet, Path: "^/api/rooms$", Times: 1, Before: func() {
		close(began)
		<-proceed
	}})
	lookUp := func() <-chan []string {
		done := make(chan []string, 1)
		go func() {
			_, problems := s.client.ReadDataSource("xrcloud_room", acctest.Values{"name": "Hall", "project_id": s.ids["project"]})
			done <- problems
		}()
		return done
	}
	early := lookUp()
	<-began
	s.client.MustApply(s.client.Absent("xrcloud_room"), acctest.Values{
		"project_id": s.ids["project"], "scene_id": s.ids["scene"], "name": "Hall", "return_url": "https://example.com/bye",
	})
	select {
	case problems := <-lookUp():
		requireNoErrors(t, "look up", problems)
	case <-time.After(10 * time.Second):
		t.Error("the lookup waits for the response to the one before the creation")
	}
	close(proceed)
	<-early
	for _, request := range s.server.Requests(http.MethodGet, "^/api/rooms$") {
		if got := request.Query.Get("name"); got != "Hall" {
			t.Errorf("a lookup requests the name %q", got)
		}
	}
}
