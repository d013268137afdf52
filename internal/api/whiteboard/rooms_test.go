package whiteboard_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestRoom(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]emulator.Options{
		"as it is":             {},
		"as the page shows it": {WrapResponses: true},
		"as it once was":       {LegacyResponses: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, options)
			record := true
			made, err := s.client.CreateRoom(t.Context(), "eu", whiteboard.RoomInput{IsRecord: &record, Limit: 7})
			if err != nil {
				t.Fatal(err)
			}
			if !whiteboard.IsUUID(made.UUID) || !made.IsRecord || made.IsBan || made.Limit != 7 || made.TeamUUID == "" || made.CreatedAt == "" || (made.AppUUID == "") != options.LegacyResponses {
				t.Errorf("made %+v", made)
			}
			got, err := s.client.Room(t.Context(), "eu", made.UUID)
			if err != nil || got != made {
				t.Errorf("read %+v, %v", got, err)
			}
			banned, err := s.client.SetBan(t.Context(), "eu", made.UUID, true)
			if err != nil || !banned.IsBan {
				t.Errorf("banned %+v, %v", banned, err)
			}
			for room, err := range s.client.Rooms(t.Context(), "eu") {
				if err != nil || room != banned {
					t.Errorf("listed %+v, %v", room, err)
				}
			}
		})
	}
}

func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	record := false
	for _, input := range []whiteboard.RoomInput{{}, {IsRecord: &record, Limit: 3}} {
		room, err := s.client.CreateRoom(t.Context(), "sg", input)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.client.SetBan(t.Context(), "sg", room.UUID, false); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{`{"limit":0}`, `{"isBan":false}`, `{"isRecord":false,"limit":3}`, `{"isBan":false}`}
	var got []string
	for _, request := range s.server.Requests("", "") {
		got = append(got, string(request.Body))
	}
	if !slices.Equal(got, want) {
		t.Errorf("sent %q, want %q", got, want)
	}
}

func TestRooms(t *testing.T) {
	t.Parallel()
	for count, pages := range map[int]int{0: 1, 1: 2, 999: 2, 1000: 2, 1001: 3, 2500: 4} {
		t.Run(strconv.Itoa(count), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{})
			for range count {
				s.AddRoom("sg", emulator.Room{})
			}
			s.AddRoom("eu", emulator.Room{})
			got := map[string]bool{}
			for room, err := range s.client.Rooms(t.Context(), "sg") {
				if err != nil {
					t.Fatal(err)
				}
				if got[room.UUID] {
					t.Fatalf("%s comes twice", room.UUID)
				}
				got[room.UUID] = true
			}
			if len(got) != count {
				t.Errorf("got %d rooms", len(got))
			}
			if requests := s.server.Requests("GET", ""); len(requests) != pages {
				t.Errorf("read %d pages, want %d", len(requests), pages)
			}
		})
	}
}

func TestRoomsStopWhereTheCallerDoes(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	for range 3 {
		s.AddRoom("sg", emulator.Room{})
	}
	for _, err := range s.client.Rooms(t.Context(), "sg") {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if requests := s.server.Requests("", ""); len(requests) != 1 {
		t.Errorf("read %d pages", len(requests))
	}
}

func TestBrokenListIsAnError(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"an object":       `{}`,
		"null":            `null`,
		"no uuid":         `[{}]`,
		"a strange uuid":  `[{"uuid":"../rooms"}]`,
		"text for number": `[{"uuid":"` + unused + `","limit":"0"}]`,
		"cut":             `[{"uuid":`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{})
			s.server.Inject(faultserver.Fault{Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: body})
			seen := 0
			for _, err := range s.client.Rooms(t.Context(), "sg") {
				expect(t, err, transport.UnexpectedResponse, "")
				seen++
			}
			if seen != 1 {
				t.Errorf("%d results, want one error", seen)
			}
		})
	}
}

// TestGone holds that only the API's own 404 about a room makes it gone, and only from a server that lists rooms.
func TestGone(t *testing.T) {
	t.Parallel()
	object := http.Header{"Content-Type": {"application/json"}}
	page := http.Header{"Content-Type": {"text/html"}}
	everything, aRoom := "", "/v5/rooms/."
	for name, test := range map[string]struct {
		rule   faultserver.Fault
		reason transport.Reason
	}{
		"the service's 404":                {faultserver.Fault{Path: "no request has this path"}, transport.NotFound},
		"404 about everything":             {faultserver.Fault{Path: everything, Status: 404, Header: object, Body: `{"message":"Not Found"}`}, transport.UnknownRoute},
		"404, and lists are in trouble":    {faultserver.Fault{Path: "/v5/rooms$", Status: 500, Header: object, Body: `{"message":"oh"}`}, transport.ServerError},
		"404, and lists are pages":         {faultserver.Fault{Path: "/v5/rooms$", Status: 200, Header: page, Body: `<html>`}, transport.UnexpectedResponse},
		"404 in HTML":                      {faultserver.Fault{Path: aRoom, Status: 404, Header: page, Body: `<title>404</title>`}, transport.UnexpectedResponse},
		"404 without a reason":             {faultserver.Fault{Path: aRoom, Status: 404, Header: object, Body: `{}`}, transport.UnexpectedResponse},
		"400":                              {faultserver.Fault{Path: aRoom, Status: 400, Header: object, Body: `{"message":"oh"}`}, transport.Invalid},
		"401":                              {faultserver.Fault{Path: aRoom, Status: 401, Header: object, Body: `{"message":"oh"}`}, transport.Unauthorized},
		"403":                              {faultserver.Fault{Path: aRoom, Status: 403, Header: object, Body: `{"message":"token access room forbidden"}`}, transport.Unauthorized},
		"200 with an empty object":         {faultserver.Fault{Path: aRoom, Status: 200, Header: object, Body: `{}`}, transport.UnexpectedResponse},
		"200 with another room":            {faultserver.Fault{Path: aRoom, Status: 200, Header: object, Body: `{"uuid":"4a5f0000000011eeb9d10123456789ab"}`}, transport.UnexpectedResponse},
		"200 with HTML":                    {faultserver.Fault{Path: aRoom, Status: 200, Header: page, Body: `<html>`}, transport.UnexpectedResponse},
		"a reset, at each try":             {faultserver.Fault{Path: aRoom, Reset: true}, transport.NoResponse},
		"an error that is wrapped up, 403": {faultserver.Fault{Path: aRoom, Status: 403, Header: object, Body: `{"status":403,"body":{"message":"oh"}}`}, transport.Unauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{})
			s.server.Inject(test.rule)
			_, err := s.client.Room(t.Context(), "sg", unused)
			expect(t, err, test.reason, "")
			_, err = s.client.SetBan(t.Context(), "sg", unused, true)
			expect(t, err, test.reason, "")
		})
	}
}

// A service that lists a room which it does not find contradicts itself: the room is not gone because of that.
func TestListedRoomIsNotGone(t *testing.T) {
	t.Parallel()
	notFound := faultserver.Fault{Path: "/v5/rooms/.", Status: 404, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"message":"Not Found"}`}
	for name, test := range map[string]struct {
		drop string // the parameter that a proxy drops
		rule faultserver.Fault
	}{
		"as it is":             {},
		"the query is dropped": {drop: "beginUUID"},
		"no list begins there": {rule: faultserver.Fault{Path: "/v5/rooms$", Status: 400, Times: 1, Header: notFound.Header, Body: `{"message":"no such room"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{})
			server := serve(t, dropping(s.Service, test.drop))
			endpoint, err := transport.ParseEndpoint(server.URL())
			if err != nil {
				t.Fatal(err)
			}
			client := s.connect(t, whiteboard.Config{AccessKey: app.AccessKey, SecretKey: app.SecretKey, Transport: transport.Config{Endpoint: endpoint}})
			rooms := []string{}
			for range 3 {
				rooms = append(rooms, s.AddRoom("sg", emulator.Room{}).UUID)
			}
			slices.Sort(rooms)
			server.Inject(notFound)
			if test.rule.Status != 0 {
				server.Inject(test.rule)
				_, err := client.Room(t.Context(), "sg", unused)
				expect(t, err, transport.NotFound, "")
				return
			}
			for _, uuid := range rooms {
				_, err := client.Room(t.Context(), "sg", uuid)
				expect(t, err, transport.ServerError, "but its list has the room")
				_, err = client.SetBan(t.Context(), "sg", uuid, true)
				expect(t, err, transport.ServerError, "but its list has the room")
			}
			for _, uuid := range []string{strings.Repeat("0", 32), unused} {
				_, err := client.Room(t.Context(), "sg", uuid)
				if test.drop == "" {
					expect(t, err, transport.NotFound, "Not Found")
				} else if transport.IsNotFound(err) && uuid == unused {
					t.Error("gone by a list that is read without its query")
				}
			}
		})
	}
}

// dropping is a service behind a proxy that drops a parameter of all queries.
func dropping(service http.Handler, parameter string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		query.Del(parameter)
		r.URL.RawQuery = query.Encode()
		service.ServeHTTP(w, r)
	})
}

// A list whose pages do not follow each other ends with an error.
func TestRoomsBehindAProxyThatDropsTheQuery(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	for range 2 {
		s.AddRoom("sg", emulator.Room{})
	}
	server := serve(t, dropping(s.Service, "beginUUID"))
	endpoint, err := transport.ParseEndpoint(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	client := s.connect(t, whiteboard.Config{AccessKey: app.AccessKey, SecretKey: app.SecretKey, Transport: transport.Config{Endpoint: endpoint}})
	var last error
	for _, last = range client.Rooms(t.Context(), "sg") { //nolint:revive // what comes last counts
	}
	expect(t, last, transport.Unclassified, "does not begin with the room that was asked for")
	if sent := len(server.Requests("", "")); sent != 2 {
		t.Errorf("%d pages were read", sent)
	}
}

func TestLostAnswers(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	room := s.AddRoom("sg", emulator.Room{})
	s.server.Inject(faultserver.Fault{Commit: true, Reset: true, Times: 1})
	if got, err := s.client.SetBan(t.Context(), "sg", room.UUID, true); err != nil || !got.IsBan {
		t.Errorf("a lost PATCH was not sent again: %+v, %v", got, err)
	}
	for _, lost := range []faultserver.Fault{
		{Commit: true, Reset: true},
		{Cut: true},
		{Commit: true, Status: 502, Body: "<html>"},
		{Commit: true, Status: 504},
		{Status: 500, Body: `{"message":"oh"}`},
		{Commit: true, Status: 200, Body: "<html>"},
		{Commit: true, Status: 201, Header: http.Header{"Content-Type": {"application/json"}}, Body: "{}"},
	} {
		s.server.Reset()
		s.server.Inject(lost)
		_, err := s.client.CreateRoom(t.Context(), "sg", whiteboard.RoomInput{})
		if sent := len(s.server.Requests("POST", "")); sent != 1 || !transport.IsAmbiguous(err) {
			t.Errorf("%+v: sent %d times, and then %v", lost, sent, err)
		}
	}
	s.server.Reset()
	s.server.Inject(faultserver.Fault{Status: http.StatusTooManyRequests, Times: 1})
	if _, err := s.client.CreateRoom(t.Context(), "sg", whiteboard.RoomInput{}); err != nil {
		t.Errorf("a POST that was refused unheard was not sent again: %v", err)
	}
}

func TestRightsAreExplained(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	room := s.AddRoom("sg", emulator.Room{})
	token, err := s.client.SDKToken(whiteboard.Writer, 0)
	if err != nil {
		t.Fatal(err)
	}
	writer := s.connect(t, whiteboard.Config{SDKToken: token.Value})
	_, err = writer.SetBan(t.Context(), "sg", room.UUID, true)
	expect(t, err, transport.Unauthorized, "role admin")
	stranger := s.connect(t, whiteboard.Config{AccessKey: app.AccessKey, SecretKey: "wrong"})
	_, err = stranger.Room(t.Context(), "sg", room.UUID)
	expect(t, err, transport.Unauthorized, "clock")
}

func TestUUIDForm(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	for _, uuid := range []string{"", "..", "4A5F0000000011EEB9D10123456789AB", "4a5f0000-0000-11ee-b9d1-0123456789ab", unused + "f"} {
		_, err := s.client.Room(t.Context(), "sg", uuid)
		expect(t, err, transport.Invalid, "32 hexadecimal digits")
	}
	if sent := s.server.Requests("", ""); len(sent) != 0 {
		t.Errorf("sent %v", sent)
	}
}
