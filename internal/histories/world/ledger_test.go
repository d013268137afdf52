package world_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// The ledger tells who has created, changed and deleted an object, and with which request.
func TestLedger(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		t := c.T
		parents := c.createHalls()
		created := c.call(http.MethodPost, "/api/rooms", fmt.Sprintf(
			`{"projectId":%q,"sceneId":%q,"name":"Stage","size":7,"returnUrl":"https://example.com/"}`, parents[project].ID, parents[scene].ID))
		path := "/api/rooms/" + created.field(t, "id")
		c.call(http.MethodPatch, path, `{"size":8}`)
		c.call(http.MethodPatch, path, `{"size":0}`) // is refused
		c.mustDo(world.Act{Name: "rename", Type: room, Index: 1, Text: "Renamed"})
		c.call(http.MethodGet, path, "")
		c.call(http.MethodDelete, path, "")
		c.call(http.MethodDelete, path, "") // finds nothing

		got, found := c.Find(room, created.field(t, "id"))
		requests := c.Requests()
		if !found || got.Exists() || got.ByCascade || got.Account != 0 || got.Parent != parents[scene].ID || got.Project != parents[project].ID {
			t.Errorf("got %+v", got)
		}
		if got.Creator != world.Terraform || got.Deleter != world.Terraform || got.Changed[world.Terraform] != 1 || got.Changed[world.Person] != 1 {
			t.Errorf("got %+v", got)
		}
		want := world.Request{
			Service: "xrcloud", Operation: "create room", Method: http.MethodPost, Path: "/api/rooms", Party: world.Terraform,
			At: requests[got.Created].At, Status: http.StatusCreated, Served: http.StatusCreated, Type: room, ID: got.ID,
		}
		if requests[got.Created] != want {
			t.Errorf("created by %+v, want %+v", requests[got.Created], want)
		}
		want.Operation, want.Method, want.Path, want.Status, want.Served = "delete room", http.MethodDelete, path, http.StatusOK, http.StatusOK
		want.At = requests[got.Deleted].At
		if requests[got.Deleted] != want {
			t.Errorf("deleted by %+v, want %+v", requests[got.Deleted], want)
		}
	})
}

// The deletion of a project also deletes its scenes, and the rooms on them that belong to other projects.
func TestLedgerOfCascade(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		t := c.T
		halls := c.createHalls()
		c.mustDo(world.Act{Name: "create", Type: project})
		other := c.objects(project, func(o world.Object) bool { return o.ID != halls[project].ID })[0]
		foreign := c.call(http.MethodPost, "/api/rooms", fmt.Sprintf(
			`{"projectId":%q,"sceneId":%q,"name":"Stage","size":7,"returnUrl":"https://example.com/"}`, other.ID, halls[scene].ID))
		c.mustDo(world.Act{Name: "delete", Type: project})
		for _, o := range c.Objects() {
			belongs := o.ID == halls[project].ID || o.ID == halls[scene].ID || o.ID == halls[room].ID || o.ID == foreign.field(t, "id")
			if o.Exists() == belongs || o.ByCascade != (belongs && o.Type != project) {
				t.Errorf("got %+v", o)
			}
		}
	})
}

// An update of Venueless with another ID creates a copy.
func TestLedgerOfCopy(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		hall := c.createHalls()[venuelessRoom]
		const id = "00000000-0000-4000-8000-000000000001"
		c.callService("venueless", http.MethodPatch, "/api/v1/worlds/fair/rooms/"+hall.ID+"/", fmt.Sprintf(`{"id":%q}`, id))
		if copied, found := c.Find(venuelessRoom, id); !found || copied.Creator != world.Terraform {
			c.T.Errorf("got %+v", copied)
		}
	})
}

// Updates that fail after the write are changes. Others that fail are not.
func TestLedgerOfFailedUpdates(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{MissingLinks: 1}, func(c client) {
		halls := c.createHalls()
		tests := []struct {
			service, typ, path, body string
			status, changes          int
		}{
			{"xrcloud", room, "/api/rooms/" + halls[room].ID, `{"size":0}`, http.StatusBadRequest, 0},
			{"xrcloud", room, "/api/rooms/" + halls[room].ID, `{"size":null}`, http.StatusInternalServerError, 0},
			{"xrcloud", room, "/api/rooms/" + halls[room].ID, `{"size":7}`, http.StatusNotFound, 1},
			{"venueless", venuelessRoom, "/api/v1/worlds/fair/rooms/" + halls[venuelessRoom].ID + "/", `{"name":""}`, http.StatusBadRequest, 0},
			{"venueless", venuelessRoom, "/api/v1/worlds/fair/rooms/" + halls[venuelessRoom].ID + "/", `{"module_config":[{}]}`, http.StatusInternalServerError, 1},
		}
		for _, test := range tests {
			got := c.callService(test.service, http.MethodPatch, test.path, test.body)
			if after, _ := c.Find(test.typ, halls[test.typ].ID); got.status != test.status || after.Changed[world.Terraform] != test.changes {
				c.T.Errorf("%s: got %+v, the ledger has %+v", test.body, got, after)
			}
		}
	})
}

func TestOnRequest(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		t := c.T
		var seen []string
		c.OnRequest(func(r world.Request) { seen = append(seen, fmt.Sprint(r.Operation, " ", r.Status, " ", r.Fault)) })
		c.Inject(world.Fault{Name: "503", Operation: "list VCS rooms", Times: 1}, world.Fault{Name: "reset after the commit", Operation: "create VCS room"})
		c.callService("vcs", http.MethodGet, "/api/realtime/room", "")
		c.callService("vcs", http.MethodPost, "/api/realtime/room", `{}`)
		c.callService("vcs", http.MethodGet, "/api/realtime/rooms", "")
		c.createHalls()
		want := []string{"list VCS rooms 503 503", "create VCS room 0 reset after the commit", "unknown 404 "}
		if !slices.Equal(seen, want) {
			t.Errorf("got %q, want %q", seen, want)
		}
	})
}

// Each route of an operation is recognized, and its object has the ID that Terraform has.
func TestOperations(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		const uuid, vcsID, whiteboardUUID = "00000000-0000-4000-8000-000000000001", "RO-1", "00000000000040008000000000000001"
		requests := []struct{ operation, service, method, path, id string }{
			{"log in", "xrcloud", "POST", "/auth/login", ""},
			{"renew token", "xrcloud", "POST", "/auth/refresh", ""},
			{"read account", "xrcloud", "GET", "/auth/profile", ""},
			{"create project", "xrcloud", "POST", "/api/projects", ""},
			{"list projects", "xrcloud", "GET", "/api/projects?label=a", ""},
			{"read project", "xrcloud", "GET", "/api/projects/" + uuid, uuid},
			{"update project", "xrcloud", "PATCH", "/api/projects/" + uuid, uuid},
			{"delete project", "xrcloud", "DELETE", "/api/projects/" + uuid, uuid},
			{"get user", "xrcloud", "GET", "/api/projects/" + uuid + "/getIdFromUserId/a%2Fb", uuid},
			{"list scenes", "xrcloud", "GET", "/api/scenes?projectId=a", ""},
			{"get scene editor", "xrcloud", "GET", "/api/scenes/get-creation-url", ""},
			{"read scene", "xrcloud", "GET", "/api/scenes/" + uuid, uuid},
			{"delete scene", "xrcloud", "DELETE", "/api/scenes/" + uuid, uuid},
			{"create room", "xrcloud", "POST", "/api/rooms", ""},
			{"list rooms", "xrcloud", "GET", "/api/rooms", ""},
			{"read room", "xrcloud", "GET", "/api/rooms/" + uuid, uuid},
			{"update room", "xrcloud", "PATCH", "/api/rooms/" + uuid, uuid},
			{"delete room", "xrcloud", "DELETE", "/api/rooms/" + uuid, uuid},
			{"read project of room", "xrcloud", "GET", "/api/rooms/" + uuid + "/infra", uuid},
			{"read room logs", "xrcloud", "GET", "/api/rooms/" + uuid + "/logs", uuid},
			{"read Venueless world", "venueless", "GET", "/api/v1/worlds/fair/", ""},
			{"create Venueless room", "venueless", "POST", "/api/v1/worlds/fair/rooms/", ""},
			{"list Venueless rooms", "venueless", "GET", "/api/v1/worlds/fair/rooms/?page=2", ""},
			{"read Venueless room", "venueless", "GET", "/api/v1/worlds/fair/rooms/" + uuid + "/", uuid},
			{"update Venueless room", "venueless", "PATCH", "/api/v1/worlds/fair/rooms/" + uuid + "/", uuid},
			{"delete Venueless room", "venueless", "DELETE", "/api/v1/worlds/fair/rooms/" + uuid + "/", uuid},
			{"create VCS room", "vcs", "POST", "/api/realtime/room", ""},
			{"list VCS rooms", "vcs", "GET", "/api/realtime/room?token=a", ""},
			{"read VCS room", "vcs", "GET", "/api/realtime/room/" + vcsID, vcsID},
			{"delete VCS room", "vcs", "DELETE", "/api/realtime/room?id=" + vcsID, vcsID},
			{"create whiteboard room", "whiteboard", "POST", "/v5/rooms", ""},
			{"list whiteboard rooms", "whiteboard", "GET", "/v5/rooms?limit=1", ""},
			{"read whiteboard room", "whiteboard", "GET", "/v5/rooms/" + whiteboardUUID, "us-sv/" + whiteboardUUID},
			{"update whiteboard room", "whiteboard", "PATCH", "/v5/rooms/" + whiteboardUUID, "us-sv/" + whiteboardUUID},
			{"create whiteboard room token", "whiteboard", "POST", "/v5/tokens/rooms/" + whiteboardUUID, "us-sv/" + whiteboardUUID},
		}
		var names []string
		for _, r := range requests {
			names = append(names, r.operation)
			c.callWithToken(r.service, "none", r.method, r.path, "")
			all := c.Requests()
			if last := all[len(all)-1]; last.Operation != r.operation || last.ID != r.id || last.Service != r.service {
				c.T.Errorf("%s %s is recorded as %+v", r.method, r.path, last)
			}
		}
		if !slices.Equal(names, world.Operations()) {
			c.T.Errorf("the operations are %q", world.Operations())
		}
	})
}

// Every secret that a service issues is known. The links of guests are for everybody.
func TestSecrets(t *testing.T) {
	t.Parallel()
	inBubble(t, world.Options{}, func(c client) {
		t := c.T
		before := len(c.Secrets())
		halls := c.createHalls()
		refreshToken := c.logInAsTerraform()
		read := c.call(http.MethodGet, "/api/rooms/"+halls[room].ID, "").body
		editor := c.call(http.MethodGet, "/api/scenes/"+halls[scene].ID, "").body
		vcsBody := c.callService("vcs", http.MethodGet, "/api/realtime/room/"+halls[vcsRoom].ID, "").body
		whiteboardToken := c.callService("whiteboard", http.MethodPost, "/v5/tokens/rooms/"+strings.TrimPrefix(halls[whiteboardRoom].ID, "us-sv/"), `{"role":"reader"}`).body
		_, private, _ := strings.Cut(read, `"private"`)
		c.callWithToken("whiteboard", "NETLESSSDK_configured", http.MethodGet, "/v5/rooms", "")
		issued := c.Secrets()[before:]
		for name, secret := range map[string]string{
			"refresh token": refreshToken, "public host link": linkID(read, `"public":{"host":`), "private host link": linkID(read, `"private":{"host":`),
			"private guest link": linkID(private, `"guest":`), "editor link": linkID(editor, `"sceneModificationUrl":`),
			"VCS room token": cut(vcsBody, `"token":"`), "whiteboard room token": strings.Trim(whiteboardToken, `"`),
			"whiteboard SDK token": c.serviceToken("whiteboard"), "configured SDK token": "NETLESSSDK_configured", "signed token": strings.TrimPrefix(c.signedToken(), "Bearer "),
		} {
			if !slices.Contains(issued, secret) && !slices.Contains(c.Secrets(), secret) || secret == "" {
				t.Errorf("%s: %q is not in %q", name, secret, issued)
			}
		}
		if guest := linkID(read, `"guest":`); slices.Contains(issued, guest) || guest == "" {
			t.Errorf("the public link of guests, %q, is a secret", guest)
		}
	})
}

// signedToken sends a token of Venueless that the client has signed, and returns it.
func (c client) signedToken() string {
	c.T.Helper()
	token := c.serviceToken("venueless")
	c.callWithToken("venueless", token, http.MethodGet, "/api/v1/worlds/fair/", "")
	return token
}

// linkID returns the ID at the end of the link after a mark in a body.
func linkID(body, mark string) string {
	link := cut(body, mark+`"`)
	return link[strings.LastIndex(link, "=")+1:]
}

// cut returns the text between a mark and the next quotation mark.
func cut(body, mark string) string {
	_, rest, _ := strings.Cut(body, mark)
	text, _, _ := strings.Cut(rest, `"`)
	return text
}
