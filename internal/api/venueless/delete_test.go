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

// jsonRefusal is a refusal by the server itself.
func jsonRefusal(method string) faultserver.Fault {
	return faultserver.Fault{Method: method, Path: roomPath, Status: 403, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"detail":"no"}`}
}

// types are the types of the modules of rooms.
func types(rooms []venueless.Room) string {
	var all []string
	for _, room := range rooms {
		for _, module := range room.ModuleConfig {
			all = append(all, module.Type)
		}
	}
	return strings.Join(all, ", ")
}

// TestFailedDeleteKeepsTheModules lets each request of a delete fail in each way, and reads what is left of the room.
func TestFailedDeleteKeepsTheModules(t *testing.T) {
	t.Parallel()
	html := http.Header{"Content-Type": {"text/html"}}
	broken := func(method string, commit bool) faultserver.Fault {
		return faultserver.Fault{Method: method, Path: roomPath, Status: 500, Header: html, Commit: commit, Times: 3}
	}
	lost := func(method string, commit bool) faultserver.Fault {
		return faultserver.Fault{Method: method, Path: roomPath, Reset: true, Commit: commit, Times: 3}
	}
	whole, without := "page.markdown, chat.native, poll", "page.markdown, poll"
	for name, test := range map[string]struct {
		rules []faultserver.Fault
		// left are the types of the modules afterwards; "" is a room that was deleted.
		left   string
		reason transport.Reason
		says   string
	}{
		"delete refused":                      {[]faultserver.Fault{jsonRefusal("DELETE")}, whole, transport.Unauthorized, "was put back"},
		"delete breaks":                       {[]faultserver.Fault{broken("DELETE", false)}, whole, transport.ServerError, "was put back"},
		"delete breaks, carried out":          {[]faultserver.Fault{broken("DELETE", true)}, "", transport.Unclassified, ""},
		"delete lost, carried out":            {[]faultserver.Fault{lost("DELETE", true)}, "", transport.Unclassified, ""},
		"delete lost":                         {[]faultserver.Fault{lost("DELETE", false)}, without, transport.NoResponse, "may still be carried out"},
		"removal refused":                     {[]faultserver.Fault{jsonRefusal("PATCH")}, whole, transport.Unauthorized, "PATCH"},
		"removal breaks":                      {[]faultserver.Fault{broken("PATCH", false)}, whole, transport.ServerError, "PATCH"},
		"removal breaks, carried out":         {[]faultserver.Fault{broken("PATCH", true)}, "", transport.Unclassified, ""},
		"removal lost, carried out":           {[]faultserver.Fault{lost("PATCH", true)}, "", transport.Unclassified, ""},
		"removal lost, and nothing is read":   {[]faultserver.Fault{lost("PATCH", true), {Method: "GET", Skip: 1, Path: roomPath, Status: 502, Times: 3}}, whole, transport.NoResponse, "was put back"},
		"nothing but one removal is accepted": {[]faultserver.Fault{jsonRefusal("DELETE"), {Method: "PATCH", Skip: 1, Path: roomPath, Status: 403, Header: jsonRefusal("").Header, Body: `{"detail":"no"}`}}, without, transport.Unauthorized, "could not be put back"},
		"return breaks, carried out":          {[]faultserver.Fault{jsonRefusal("DELETE"), {Method: "PATCH", Skip: 1, Path: roomPath, Status: 500, Header: html, Commit: true}}, whole, transport.Unauthorized, "was put back"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.AddDirectMessages("acc", 3)
			room := s.create(t, venueless.Room{ModuleConfig: []venueless.Module{
				{Type: "page.markdown", Config: []byte(`{"content":"<b>"}`)}, {Type: chat, Config: []byte(`{"volatile":true}`)}, {Type: "poll", Config: []byte("{}")},
			}})
			s.server.Inject(test.rules...)
			err := s.client.DeleteRoom(t.Context(), "", room.ID)
			if gone := transport.IsNotFound(err); !gone && (test.says != "" || err != nil) {
				expect(t, err, test.reason, test.says)
			}
			if strings.Contains(test.says, "could not") || strings.Contains(test.says, "may still") {
				expect(t, err, test.reason, "The modules were: "+whole)
			}
			s.server.ClearFaults()
			rooms, err := s.client.List(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			if got := types(rooms); got != test.left {
				t.Errorf("%d rooms are left with %q, want %q", len(rooms), got, test.left)
			}
			if channels, messages := s.DirectMessages("acc"); channels != 1 || messages != 3 {
				t.Errorf("%d channels with %d messages are left", channels, messages)
			}
		})
	}
}

// TestFailedDeleteKeepsUnknownKeys holds that the modules are sent back as the server has them.
func TestFailedDeleteKeepsUnknownKeys(t *testing.T) {
	t.Parallel()
	s := start(t)
	room := s.create(t, venueless.Room{ModuleConfig: modules(chat)})
	const held = `[{"config":[1.5],"type":5,"zeta":1},{"config":{},"extra":{"a":1e3},"type":"chat.native"}]`
	s.send(t, http.MethodPatch, "/api/v1/worlds/acc/rooms/"+room.ID+"/", `{"module_config":`+held+`}`)
	before := s.send(t, http.MethodGet, "/api/v1/worlds/acc/rooms/"+room.ID+"/", "")
	s.server.Inject(jsonRefusal("DELETE"))
	expect(t, s.client.DeleteRoom(t.Context(), "", room.ID), transport.Unauthorized, "was put back")
	if after := s.send(t, http.MethodGet, "/api/v1/worlds/acc/rooms/"+room.ID+"/", ""); after != before {
		t.Errorf("the room was %s and is now %s", before, after)
	}
}

// TestCancelledDeleteKeepsTheModules cancels a delete while one of its requests waits for the answer.
func TestCancelledDeleteKeepsTheModules(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		method     string
		carriedOut bool
		left       string
	}{
		"chat removed":     {http.MethodPatch, true, chat},
		"chat not removed": {http.MethodPatch, false, chat},
		"room deleted":     {http.MethodDelete, true, "none"},
		"room not deleted": {http.MethodDelete, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			room := s.create(t, venueless.Room{ModuleConfig: modules(chat)})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var once sync.Once
			server := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == test.method {
					once.Do(func() {
						if test.carriedOut {
							s.ServeHTTP(httptest.NewRecorder(), r)
						}
						cancel()
						<-r.Context().Done()
						panic(http.ErrAbortHandler)
					})
				}
				s.ServeHTTP(w, r)
			}))
			err := connect(t, server, venueless.Config{WorldID: "acc", JWT: venueless.JWT{Secret: secret}}).DeleteRoom(ctx, "", room.ID)
			if (err == nil) != (test.left == "none") || err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			rooms, err := s.client.List(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			left := "none"
			if len(rooms) > 0 {
				left = types(rooms)
			}
			if left != test.left {
				t.Errorf("left is %q, want %q", left, test.left)
			}
		})
	}
}
