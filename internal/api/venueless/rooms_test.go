package venueless_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

func TestRoom(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	text := "Main room"
	want := completeRoom(venueless.Room{
		Name: "Hall", Description: &text, SortingPriority: 5, PretalxID: 130, Deleted: true,
		ModuleConfig: []venueless.Module{{Type: chat, Config: []byte(`{"volatile":true}`)}},
		TraitGrants:  venueless.TraitGrants{"viewer": {}, "participant": {{"a", "b"}, {"c"}}}, ScheduleData: []byte(`{"title":"t"}`),
	})
	created, err := s.client.CreateRoom(t.Context(), "acc", want)
	if err != nil {
		t.Fatal(err)
	}
	read, err := s.client.Room(t.Context(), "", want.ID)
	if err != nil {
		t.Fatal(err)
	}
	if difference := cmp.Diff([]venueless.Room{want, want}, []venueless.Room{created, read}); difference != "" {
		t.Error(difference)
	}

	name, priority, deleted := "Lobby", int64(-1), false
	grants := venueless.TraitGrants{"viewer": {}}
	list := modules("page.markdown")
	changed, err := s.client.UpdateRoom(t.Context(), "", want.ID, venueless.RoomChange{
		Name: &name, Description: new(*string), SortingPriority: &priority, Deleted: &deleted, TraitGrants: &grants, ModuleConfig: &list,
	})
	if err != nil {
		t.Fatal(err)
	}
	want.Name, want.Description, want.SortingPriority, want.Deleted, want.TraitGrants, want.ModuleConfig = name, nil, priority, deleted, grants, list
	if difference := cmp.Diff(want, changed); difference != "" {
		t.Error(difference)
	}
	if err := s.client.DeleteRoom(t.Context(), "", want.ID); err != nil {
		t.Fatal(err)
	}
	_, err = s.client.Room(t.Context(), "", want.ID)
	requireError(t, err, transport.NotFound, "404")
}

// TestCreateRoomFaults makes the creation of a room fail in each way. Afterwards there must be one room, or an error that says
// whether there may be one.
func TestCreateRoomFaults(t *testing.T) {
	t.Parallel()
	const attempts = 3 // confirmNotFound sends a POST as well
	html := http.Header{"Content-Type": {"text/html"}}
	for name, test := range map[string]struct {
		faults []faultserver.Fault
		rooms  int
		// reason and ambiguous describe the error. Without an error, reason is Unclassified.
		reason    transport.Reason
		ambiguous bool
	}{
		"lost, executed":           {faults: []faultserver.Fault{{Commit: true, Reset: true, Times: 1}}, rooms: 1},
		"cut":                      {faults: []faultserver.Fault{{Cut: true, Times: 1}}, rooms: 1},
		"500, executed":            {faults: []faultserver.Fault{{Commit: true, Status: 500, Header: html, Times: 1}}, rooms: 1},
		"500 each time, executed":  {faults: []faultserver.Fault{{Commit: true, Status: 500, Header: html}}, rooms: 1},
		"200 of a proxy, executed": {faults: []faultserver.Fault{{Commit: true, Status: 200, Header: html, Times: 1}}, rooms: 1},
		"lost, not executed":       {faults: []faultserver.Fault{{Reset: true, Times: 1}}, rooms: 1},
		"502 each time":            {faults: []faultserver.Fault{{Status: 502, Times: attempts}}, reason: transport.ServerError},
		"502 each time, no read succeeds": {
			faults: []faultserver.Fault{{Status: 502}, {Method: "GET", Path: roomPath, Status: 502}},
			reason: transport.ServerError, ambiguous: true,
		},
		"invalid name": {faults: []faultserver.Fault{{Status: 400, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"name":["no"]}`}}, reason: transport.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			for _, fault := range test.faults {
				if fault.Method == "" {
					fault.Method, fault.Path = "POST", roomsPath
				}
				s.server.Inject(fault)
			}
			room := completeRoom(venueless.Room{Description: new(string)})
			created, err := s.client.CreateRoom(t.Context(), "", room)
			if transport.ReasonOf(err) != test.reason || (err == nil) != (test.reason == transport.Unclassified) || transport.IsAmbiguous(err) != test.ambiguous {
				t.Fatalf("got %v, ambiguous %v", err, transport.IsAmbiguous(err))
			}
			s.server.Reset()
			if got := s.countRooms(t); got != test.rooms {
				t.Errorf("%d rooms, want %d", got, test.rooms)
			}
			if err == nil && (created.ID != room.ID || created.Description == nil) {
				t.Errorf("got %+v, want %+v", created, room)
			}
		})
	}
}

// TestCreateRoomTwice has a proxy that retries the request. The room then exists, and the response says that its ID is taken.
func TestCreateRoomTwice(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	room := completeRoom(venueless.Room{})
	s.server.Inject(faultserver.Fault{Method: "POST", Path: roomsPath, Times: 1, Before: func() {
		if _, err := s.client.CreateRoom(t.Context(), "", room); err != nil {
			t.Error(err)
		}
	}})
	if created, err := s.client.CreateRoom(t.Context(), "", room); err != nil || created.ID != room.ID {
		t.Errorf("got %+v, %v", created, err)
	}
}

func TestDeleteRoomFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  faultserver.Fault
		reason transport.Reason
	}{
		"lost, executed":          {fault: faultserver.Fault{Commit: true, Reset: true, Times: 1}},
		"500 each time, executed": {fault: faultserver.Fault{Commit: true, Status: 500}},
		"502 each time":           {fault: faultserver.Fault{Status: 502}, reason: transport.ServerError},
		"refused": {
			fault:  faultserver.Fault{Status: 403, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"detail":"no"}`},
			reason: transport.Unauthorized,
		},
	} {
		for _, retries := range []int{-1, 2} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := newFixture(t)
				s.client = newClient(t, s.server, venueless.Config{
					WorldID: "acc", JWT: venueless.JWT{Secret: secret}, Transport: transport.Config{MaxRetries: retries},
				})
				room := s.createRoom(t, venueless.Room{})
				fault := test.fault
				fault.Method, fault.Path = "DELETE", roomPath
				s.server.Inject(fault)
				err := s.client.DeleteRoom(t.Context(), "", room.ID)
				if !transport.IsNotFound(err) && (transport.ReasonOf(err) != test.reason || (err == nil) != (test.reason == transport.Unclassified)) {
					t.Errorf("got %v", err)
				}
				left := 1
				if test.reason == transport.Unclassified {
					left = 0
				}
				if got := s.countRooms(t); got != left {
					t.Errorf("%d rooms are left, want %d", got, left)
				}
			})
		}
	}
}

// TestDeleteRoomKeepsDirectMessages requires that no delete of this client deletes direct messages.
func TestDeleteRoomKeepsDirectMessages(t *testing.T) {
	t.Parallel()
	for name, types := range map[string][]string{"chat": {chat}, "more than a chat": {"page.markdown", chat}, "no chat": {"page.markdown"}, "nothing": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.AddDirectMessages("acc", 3)
			room := s.createRoom(t, venueless.Room{ModuleConfig: modules(types...)})
			if err := s.client.DeleteRoom(t.Context(), "", room.ID); err != nil {
				t.Fatal(err)
			}
			if channels, messages := s.DirectMessages("acc"); channels != 1 || messages != 3 {
				t.Errorf("%d channels with %d messages are left", channels, messages)
			}
			if patched := len(s.server.Requests("PATCH", "")) > 0; patched != slices.Contains(types, chat) {
				t.Errorf("modules removed first: %v", patched) // a room without a chat must not change if its delete is refused
			}
		})
	}
}

// TestModulesWithoutType requires that the request on which the server fails is not sent.
func TestModulesWithoutType(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	room := s.createRoom(t, venueless.Room{})
	list := modules(chat, " ")
	_, err := s.client.CreateRoom(t.Context(), "", completeRoom(venueless.Room{ModuleConfig: list}))
	requireError(t, err, transport.Invalid, "no type")
	_, err = s.client.UpdateRoom(t.Context(), "", room.ID, venueless.RoomChange{ModuleConfig: &list})
	requireError(t, err, transport.Invalid, "no type")
	if sent := len(s.server.Requests("PATCH", "")) + len(s.server.Requests("POST", "")); sent != 1 {
		t.Errorf("%d requests that change rooms were sent, want only the first", sent)
	}
}
