package venueless_test

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

func TestRoom(t *testing.T) {
	t.Parallel()
	s := start(t)
	text := "Main room"
	want := with(venueless.Room{
		Name: "Hall", Description: &text, SortingPriority: 5, PretalxID: 130, Deleted: true,
		ModuleConfig: []venueless.Module{{Type: chat, Config: []byte(`{"volatile":true}`)}},
		TraitGrants:  venueless.TraitGrants{"viewer": {}, "participant": {{"a", "b"}, {"c"}}}, ScheduleData: []byte(`{"title":"t"}`),
	})
	made, err := s.client.CreateRoom(t.Context(), "acc", want)
	if err != nil {
		t.Fatal(err)
	}
	read, err := s.client.Room(t.Context(), "", want.ID)
	if err != nil {
		t.Fatal(err)
	}
	if difference := cmp.Diff([]venueless.Room{want, want}, []venueless.Room{made, read}); difference != "" {
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
	expect(t, err, transport.NotFound, "404")
}

// TestCreateRoomAnswers spoils the answer to the first creation in each way, and holds that there is one room after it
// or that the error tells whether there may be one.
func TestCreateRoomAnswers(t *testing.T) {
	t.Parallel()
	const attempts = 3 // the question whether the room is there comes by POST too
	html := http.Header{"Content-Type": {"text/html"}}
	for name, test := range map[string]struct {
		rules []faultserver.Fault
		rooms int
		// reason and ambiguous are those of the error; Failed is none.
		reason    transport.Reason
		ambiguous bool
	}{
		"lost after it was carried out": {rules: []faultserver.Fault{{Commit: true, Reset: true, Times: 1}}, rooms: 1},
		"cut":                           {rules: []faultserver.Fault{{Cut: true, Times: 1}}, rooms: 1},
		"500 after it was carried out":  {rules: []faultserver.Fault{{Commit: true, Status: 500, Header: html, Times: 1}}, rooms: 1},
		"500 each time, carried out":    {rules: []faultserver.Fault{{Commit: true, Status: 500, Header: html}}, rooms: 1},
		"200 of a proxy, carried out":   {rules: []faultserver.Fault{{Commit: true, Status: 200, Header: html, Times: 1}}, rooms: 1},
		"lost before it was seen":       {rules: []faultserver.Fault{{Reset: true, Times: 1}}, rooms: 1},
		"502 each time":                 {rules: []faultserver.Fault{{Status: 502, Times: attempts}}, reason: transport.ServerError},
		"502 each time, and then nothing can be read": {
			rules:  []faultserver.Fault{{Status: 502}, {Method: "GET", Path: roomPath, Status: 502}},
			reason: transport.ServerError, ambiguous: true,
		},
		"a bad name": {rules: []faultserver.Fault{{Status: 400, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"name":["no"]}`}}, reason: transport.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			for _, rule := range test.rules {
				if rule.Method == "" {
					rule.Method, rule.Path = "POST", roomsPath
				}
				s.server.Inject(rule)
			}
			room := with(venueless.Room{Description: new(string)})
			made, err := s.client.CreateRoom(t.Context(), "", room)
			if transport.ReasonOf(err) != test.reason || (err == nil) != (test.reason == transport.Unclassified) || transport.IsAmbiguous(err) != test.ambiguous {
				t.Fatalf("got %v, ambiguous %v", err, transport.IsAmbiguous(err))
			}
			s.server.Reset()
			if got := s.count(t); got != test.rooms {
				t.Errorf("%d rooms, want %d", got, test.rooms)
			}
			if err == nil && (made.ID != room.ID || made.Description == nil) {
				t.Errorf("got %+v, want %+v", made, room)
			}
		})
	}
}

// TestCreateRoomTwice lets something in front of the server repeat the request: the room is there, and the answer says
// that its id is taken.
func TestCreateRoomTwice(t *testing.T) {
	t.Parallel()
	s := start(t)
	room := with(venueless.Room{})
	s.server.Inject(faultserver.Fault{Method: "POST", Path: roomsPath, Times: 1, Before: func() {
		if _, err := s.client.CreateRoom(t.Context(), "", room); err != nil {
			t.Error(err)
		}
	}})
	if made, err := s.client.CreateRoom(t.Context(), "", room); err != nil || made.ID != room.ID {
		t.Errorf("got %+v, %v", made, err)
	}
}

func TestDeleteRoomAnswers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rule   faultserver.Fault
		reason transport.Reason
	}{
		"lost after it was carried out": {rule: faultserver.Fault{Commit: true, Reset: true, Times: 1}},
		"500 each time, carried out":    {rule: faultserver.Fault{Commit: true, Status: 500}},
		"502 each time":                 {rule: faultserver.Fault{Status: 502}, reason: transport.ServerError},
		"refused": {
			rule:   faultserver.Fault{Status: 403, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"detail":"no"}`},
			reason: transport.Unauthorized,
		},
	} {
		for _, retries := range []int{-1, 2} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := start(t)
				s.client = connect(t, s.server, venueless.Config{
					WorldID: "acc", JWT: venueless.JWT{Secret: secret}, Transport: transport.Config{MaxRetries: retries},
				})
				room := s.create(t, venueless.Room{})
				rule := test.rule
				rule.Method, rule.Path = "DELETE", roomPath
				s.server.Inject(rule)
				err := s.client.DeleteRoom(t.Context(), "", room.ID)
				if gone := transport.IsNotFound(err); !gone && (transport.ReasonOf(err) != test.reason || (err == nil) != (test.reason == transport.Unclassified)) {
					t.Errorf("got %v", err)
				}
				left := 1
				if test.reason == transport.Unclassified {
					left = 0
				}
				if got := s.count(t); got != left {
					t.Errorf("%d rooms are left, want %d", got, left)
				}
			})
		}
	}
}

// TestDirectMessagesSurvive holds that no delete of this client costs anybody a direct message.
func TestDirectMessagesSurvive(t *testing.T) {
	t.Parallel()
	for name, kinds := range map[string][]string{"chat": {chat}, "more than a chat": {"page.markdown", chat}, "no chat": {"page.markdown"}, "nothing": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.AddDirectMessages("acc", 3)
			room := s.create(t, venueless.Room{ModuleConfig: modules(kinds...)})
			if err := s.client.DeleteRoom(t.Context(), "", room.ID); err != nil {
				t.Fatal(err)
			}
			if channels, messages := s.DirectMessages("acc"); channels != 1 || messages != 3 {
				t.Errorf("%d channels with %d messages are left", channels, messages)
			}
			if emptied := len(s.server.Requests("PATCH", "")) > 0; emptied != slices.Contains(kinds, chat) {
				t.Errorf("emptied before: %v", emptied) // a delete that is refused should do no harm to a room without a chat
			}
		})
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	s := start(t)
	hidden := s.create(t, venueless.Room{})
	elsewhere, err := s.client.CreateRoom(t.Context(), "other", with(venueless.Room{}))
	if err != nil {
		t.Fatal(err)
	}
	schedule := connect(t, s.server, venueless.Config{WorldID: "acc", JWT: venueless.JWT{Secret: secret, Traits: []string{"schedule-update"}}})
	app := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusNotFound)
	})
	another := connect(t, serve(t, app), venueless.Config{WorldID: "acc", Token: "x"})
	// A gateway that shows nothing to strangers, and lets nobody write.
	gateway := connect(t, serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(map[bool]int{true: http.StatusForbidden, false: http.StatusNotFound}[r.Method == http.MethodPost])
		_, _ = w.Write([]byte(`{"detail":"No."}`)) // a client that has gone is no concern of the server's
	})), venueless.Config{WorldID: "acc", Token: "x"})
	// Servers that answer each POST alike, whatever is in it.
	posts := func(created int, answer string) *venueless.Client {
		return connect(t, serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			status, body := created, answer
			w.Header().Set("Content-Type", "application/json")
			if r.Method != http.MethodPost {
				status, body = http.StatusNotFound, `{"detail":"No."}`
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body)) // a client that has gone is no concern of the server's
		})), venueless.Config{WorldID: "acc", Token: "x"})
	}
	careless, firewall := posts(http.StatusCreated, `{"id":"11111111-2222-4333-8444-000000000001"}`), posts(http.StatusBadRequest, `{"detail":"blocked"}`)
	creator := s.creator(t)
	for name, test := range map[string]struct {
		client   *venueless.Client
		world    string
		id       string
		reason   transport.Reason
		contains string
	}{
		"gone":                                  {s.client, "", uuid.NewString(), transport.NotFound, ""},
		"hidden from one who may not create":    {schedule, "", hidden.ID, transport.Unauthorized, "cannot tell"},
		"gone, asked by one who may not create": {schedule, "", uuid.NewString(), transport.Unauthorized, "cannot tell"},
		"not visible":                           {creator, "", hidden.ID, transport.Unauthorized, "exists"},
		"in another world":                      {s.client, "", elsewhere.ID, transport.Unauthorized, "exists"},
		"unknown world":                         {s.client, "nope", hidden.ID, transport.UnknownRoute, "no such world"},
		"not the API":                           {another, "", hidden.ID, transport.UnexpectedResponse, "HTML"},
		"a gateway":                             {gateway, "", hidden.ID, transport.Unauthorized, "cannot tell"},
		"nobody checks what is created":         {careless, "", uuid.NewString(), transport.UnexpectedResponse, "without a name"},
		"a refusal of another kind":             {firewall, "", uuid.NewString(), transport.Invalid, "blocked"},
		"an id of another form":                 {s.client, "", "hall", transport.Invalid, "UUID"},
		"an id in upper case":                   {s.client, "", strings.ToUpper(hidden.ID), transport.Invalid, "UUID"},
		"an id that leads elsewhere":            {s.client, "", "../rooms", transport.Invalid, "UUID"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := test.client.Room(t.Context(), test.world, test.id)
			expect(t, err, test.reason, test.contains)
			failure, ok := errors.AsType[*transport.Error](err)
			if !ok || failure.ExistenceUnknown != (test.contains == "cannot tell") {
				t.Errorf("the error says that it cannot tell whether the room exists: %t", !ok || failure.ExistenceUnknown)
			}
			_, err = test.client.UpdateRoom(t.Context(), test.world, test.id, venueless.RoomChange{})
			expect(t, err, test.reason, test.contains)
			expect(t, test.client.DeleteRoom(t.Context(), test.world, test.id), test.reason, test.contains)
		})
	}
}

// creator is a client that may create rooms and call the API, but sees no room that is not granted to it.
func (s service) creator(t *testing.T) *venueless.Client {
	t.Helper()
	s.send(t, http.MethodPatch, "/api/v1/worlds/acc/", `{"trait_grants":{"apiuser":["apiuser"],"scheduleuser":[["creator","schedule-update"]],"room_creator":["creator"]}}`)
	return connect(t, s.server, venueless.Config{WorldID: "acc", JWT: venueless.JWT{Secret: secret, Traits: []string{"creator"}}})
}

// send sends what the client never would, after it has called, and returns the answer.
func (s service) send(t *testing.T, method, path, body string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, s.server.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", s.server.Requests("POST", "")[0].Header.Get("Authorization"))
	response, err := (&http.Client{}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
