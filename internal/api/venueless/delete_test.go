package venueless_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// jsonForbidden is a 403 of the server itself.
func jsonForbidden(method string) faultserver.Fault {
	return faultserver.Fault{Method: method, Path: roomPath, Status: 403, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"detail":"no"}`}
}

// moduleTypes returns the types of the modules of rooms.
func moduleTypes(rooms []venueless.Room) string {
	var all []string
	for _, room := range rooms {
		for _, module := range room.ModuleConfig {
			all = append(all, module.Type)
		}
	}
	return strings.Join(all, ", ")
}

// TestFailedDeleteKeepsModules makes each request of a delete fail in each way, and checks the modules of the room afterwards.
func TestFailedDeleteKeepsModules(t *testing.T) {
	t.Parallel()
	html := http.Header{"Content-Type": {"text/html"}}
	failed := func(method string, commit bool) faultserver.Fault {
		return faultserver.Fault{Method: method, Path: roomPath, Status: 500, Header: html, Commit: commit, Times: 3}
	}
	lost := func(method string, commit bool) faultserver.Fault {
		return faultserver.Fault{Method: method, Path: roomPath, Reset: true, Commit: commit, Times: 3}
	}
	all, withoutChat := "page.markdown, chat.native, poll", "page.markdown, poll"
	for name, test := range map[string]struct {
		faults []faultserver.Fault
		// modules are the types of the modules afterwards, or "" if the room was deleted.
		modules string
		reason  transport.Reason
		message string
	}{
		"delete refused":                 {[]faultserver.Fault{jsonForbidden("DELETE")}, all, transport.Unauthorized, "was restored"},
		"delete fails":                   {[]faultserver.Fault{failed("DELETE", false)}, all, transport.ServerError, "was restored"},
		"delete fails, executed":         {[]faultserver.Fault{failed("DELETE", true)}, "", transport.Unclassified, ""},
		"delete lost, executed":          {[]faultserver.Fault{lost("DELETE", true)}, "", transport.Unclassified, ""},
		"delete lost":                    {[]faultserver.Fault{lost("DELETE", false)}, withoutChat, transport.NoResponse, "may still be carried out"},
		"200 of a proxy":                 {[]faultserver.Fault{{Method: "DELETE", Path: roomPath, Status: 200, Header: html, Body: "<html>"}}, all, transport.UnexpectedResponse, "was restored"},
		"200 of a proxy, executed":       {[]faultserver.Fault{{Method: "DELETE", Path: roomPath, Status: 200, Header: html, Body: "<html>", Commit: true}}, "", transport.Unclassified, ""},
		"removal refused":                {[]faultserver.Fault{jsonForbidden("PATCH")}, all, transport.Unauthorized, "PATCH"},
		"removal fails":                  {[]faultserver.Fault{failed("PATCH", false)}, all, transport.ServerError, "PATCH"},
		"removal fails, executed":        {[]faultserver.Fault{failed("PATCH", true)}, "", transport.Unclassified, ""},
		"removal lost, executed":         {[]faultserver.Fault{lost("PATCH", true)}, "", transport.Unclassified, ""},
		"removal lost, no read succeeds": {[]faultserver.Fault{lost("PATCH", true), {Method: "GET", Skip: 1, Path: roomPath, Status: 502, Times: 3}}, all, transport.NoResponse, "was restored"},
		"only the removal succeeds":      {[]faultserver.Fault{jsonForbidden("DELETE"), {Method: "PATCH", Skip: 1, Path: roomPath, Status: 403, Header: jsonForbidden("").Header, Body: `{"detail":"no"}`}}, withoutChat, transport.Unauthorized, "could not be restored"},
		"restoration fails, executed":    {[]faultserver.Fault{jsonForbidden("DELETE"), {Method: "PATCH", Skip: 1, Path: roomPath, Status: 500, Header: html, Commit: true}}, all, transport.Unauthorized, "was restored"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.AddDirectMessages("acc", 3)
			room := s.createRoom(t, venueless.Room{ModuleConfig: []venueless.Module{
				{Type: "page.markdown", Config: []byte(`{"content":"<b>"}`)}, {Type: chat, Config: []byte(`{"volatile":true}`)}, {Type: "poll", Config: []byte("{}")},
			}})
			s.server.Inject(test.faults...)
			err := s.client.DeleteRoom(t.Context(), "", room.ID)
			if !transport.IsNotFound(err) && (test.message != "" || err != nil) {
				requireError(t, err, test.reason, test.message)
			}
			if strings.Contains(test.message, "could not") || strings.Contains(test.message, "may still") {
				requireError(t, err, test.reason, "The modules were: "+all)
				if failure, ok := errors.AsType[*transport.Error](err); !ok || failure.RemovedPart != "chat module" {
					t.Errorf("the error does not name the part that was removed: %v", err)
				}
			}
			s.server.ClearFaults()
			rooms, err := s.client.List(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			if got := moduleTypes(rooms); got != test.modules {
				t.Errorf("%d rooms are left with the modules %q, want %q", len(rooms), got, test.modules)
			}
			if channels, messages := s.DirectMessages("acc"); channels != 1 || messages != 3 {
				t.Errorf("%d channels with %d messages are left", channels, messages)
			}
		})
	}
}

// TestFailedDeleteKeepsUnknownFields requires that the modules are restored with fields that the client does not know.
func TestFailedDeleteKeepsUnknownFields(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	room := s.createRoom(t, venueless.Room{ModuleConfig: modules(chat)})
	const configured = `[{"config":[1.5],"type":5,"zeta":1},{"config":{},"extra":{"a":1e3},"type":"chat.native"}]`
	s.sendRequest(t, http.MethodPatch, "/api/v1/worlds/acc/rooms/"+room.ID+"/", `{"module_config":`+configured+`}`)
	before := s.sendRequest(t, http.MethodGet, "/api/v1/worlds/acc/rooms/"+room.ID+"/", "")
	s.server.Inject(jsonForbidden("DELETE"))
	requireError(t, s.client.DeleteRoom(t.Context(), "", room.ID), transport.Unauthorized, "was restored")
	if after := s.sendRequest(t, http.MethodGet, "/api/v1/worlds/acc/rooms/"+room.ID+"/", ""); after != before {
		t.Errorf("the room was %s and is now %s", before, after)
	}
}

// TestCancelledDeleteKeepsModules cancels a delete while one of its requests waits for the response.
func TestCancelledDeleteKeepsModules(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		method   string
		executed bool
		modules  string
	}{
		"chat removed":     {http.MethodPatch, true, chat},
		"chat not removed": {http.MethodPatch, false, chat},
		"room deleted":     {http.MethodDelete, true, "none"},
		"room not deleted": {http.MethodDelete, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			room := s.createRoom(t, venueless.Room{ModuleConfig: modules(chat)})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var once sync.Once
			server := startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == test.method {
					once.Do(func() {
						if test.executed {
							s.ServeHTTP(httptest.NewRecorder(), r)
						}
						cancel()
						<-r.Context().Done()
						panic(http.ErrAbortHandler)
					})
				}
				s.ServeHTTP(w, r)
			}))
			err := newClient(t, server, venueless.Config{WorldID: "acc", JWT: venueless.JWT{Secret: secret}}).DeleteRoom(ctx, "", room.ID)
			if (err == nil) != (test.modules == "none") || err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			rooms, err := s.client.List(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			left := "none"
			if len(rooms) > 0 {
				left = moduleTypes(rooms)
			}
			if left != test.modules {
				t.Errorf("the modules are %q, want %q", left, test.modules)
			}
		})
	}
}
