package roomlog_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// eventTime is the time of an event, with a verb for the minute.
const eventTime = "2026-05-04T09:%s:00.000Z"

// createRoom creates a room with logs, in this order, and returns its ID.
func createRoom(t *testing.T, s *acctest.Service, entries ...emulator.LogEntry) string {
	t.Helper()
	project := s.CreateProject(t, "Fair").ID
	room := s.CreateRoom(t, project, s.PublishScene(t, project, "Lobby"), "Hall")
	for _, entry := range entries {
		s.LogEvent(t, room, entry)
	}
	return room.ID
}

func logEntry(t *testing.T, code, session, visitor, minute string) emulator.LogEntry {
	t.Helper()
	at, err := time.Parse(time.RFC3339, fmt.Sprintf(eventTime, minute))
	if err != nil {
		t.Fatal(err)
	}
	return emulator.LogEntry{Code: "room-" + code, SessionID: session, ReticulumID: visitor, LogTime: at}
}

// sampleLogs are the logs of two visitors, one with two joins and one without an exit. They are not in the order of their times.
func sampleLogs(t *testing.T) []emulator.LogEntry {
	t.Helper()
	return []emulator.LogEntry{
		logEntry(t, "join", "s1", "1900346259722469001", "00"),
		logEntry(t, "exit", "s1", "1900346259722469001", "10"),
		logEntry(t, "join", "s1", "1900346259722469001", "30"),
		logEntry(t, "video-click-event", "s1", "1900346259722469001", "35"),
		logEntry(t, "join", "s2", "1900346259722469002", "05"),
		logEntry(t, "exit", "s3", "1900346259722469001", "50"),
	}
}

// formatLogs formats events as "code session minute" and sessions as "session joined-exited".
func formatLogs(t *testing.T, log acctest.Object) (events, sessions string) {
	t.Helper()
	minute := func(o acctest.Object, name string) string {
		text := o.Attribute(t, name)
		if text == "null" {
			return ""
		}
		return text[len("2026-05-04T09:"):][:2]
	}
	var lines []string
	for _, e := range log.List(t, "events") {
		lines = append(lines, strings.TrimPrefix(e.Attribute(t, "code"), "room-")+" "+e.Attribute(t, "session_id")+" "+minute(e, "time"))
	}
	events, lines = strings.Join(lines, ", "), nil
	for _, s := range log.List(t, "sessions") {
		lines = append(lines, s.Attribute(t, "session_id")+" "+minute(s, "joined_at")+"-"+minute(s, "exited_at"))
	}
	return events, strings.Join(lines, ", ")
}

func TestRoomLogsFiltered(t *testing.T) {
	t.Parallel()
	const (
		allEvents   = "join s1 00, join s2 05, exit s1 10, join s1 30, video-click-event s1 35, exit s3 50"
		allSessions = "s1 00-10, s2 05-, s1 30-, s3 -50"
	)
	s := acctest.Start(t)
	room := createRoom(t, s, sampleLogs(t)...)
	for _, client := range []*acctest.ProtocolClient{s.ProtocolClient(t), s.ProtocolClientWithKey(t)} {
		for _, c := range []struct {
			name             string
			config           acctest.Values
			events, sessions string
		}{
			{"all", nil, allEvents, allSessions},
			{"codes", acctest.Values{"codes": []string{"room-exit", "room-video-click-event"}}, "exit s1 10, video-click-event s1 35, exit s3 50", allSessions},
			{"empty set of codes", acctest.Values{"codes": []string{}}, allEvents, allSessions},
			{"session", acctest.Values{"session_id": "s2"}, "join s2 05", "s2 05-"},
			{"visitor", acctest.Values{"reticulum_id": "1900346259722469002"}, "join s2 05", "s2 05-"},
			{"since", acctest.Values{"since": "2026-05-04T09:30:00Z"}, "join s1 30, video-click-event s1 35, exit s3 50", "s2 05-, s1 30-, s3 -50"},
			{"until", acctest.Values{"until": "2026-05-04T09:30:00Z"}, "join s1 00, join s2 05, exit s1 10", "s1 00-10, s2 05-"},
			{"time zone", acctest.Values{"since": "2026-05-04T11:05:00+02:00", "until": "2026-05-04T11:06:00+02:00"}, "join s2 05", "s1 00-10, s2 05-"},
			{"several filters", acctest.Values{"since": "2026-05-04T09:01:00Z", "session_id": "s1", "codes": []string{"room-join"}}, "join s1 30", "s1 00-10, s1 30-"},
			{"no match", acctest.Values{"session_id": "s9"}, "", ""},
		} {
			config := acctest.Values{"room_id": room}
			maps.Copy(config, c.config)
			log, problems := client.ReadDataSource("xrcloud_room_logs", config)
			events, sessions := formatLogs(t, log)
			if len(problems) > 0 || events != c.events || sessions != c.sessions {
				t.Errorf("%s: the events are\n%s\nwant\n%s\nthe sessions are\n%s\nwant\n%s\n%q", c.name, events, c.events, sessions, c.sessions, problems)
			}
		}
	}
}

func TestRoomLogsAttributes(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	full, action, agent, device := logEntry(t, "join", "s1", "1900346259722469001", "00"), "opened", "Firefox", "unknown/pc"
	full.Action, full.UserAgent, full.Device = &action, &agent, &device
	room := createRoom(t, s, full, logEntry(t, "exit", "s1", "1900346259722469001", "10"))
	log, problems := s.ProtocolClient(t).ReadDataSource("xrcloud_room_logs", acctest.Values{"room_id": room})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	event := map[string]string{
		"code": "room-join", "time": fmt.Sprintf(eventTime, "00"), "session_id": "s1", "reticulum_id": "1900346259722469001",
		"user_id": "null", "action": "opened", "user_agent": "Firefox", "device": "unknown/pc",
	}
	if s.Emulator != nil {
		event["ip"] = "0.0.0.0" // a real service may get the address of the visitor from a proxy
	}
	for name, want := range event {
		if got := log.List(t, "events")[0].Attribute(t, name); got != want {
			t.Errorf("%s of the first event is %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"action", "user_agent", "device"} {
		if got := log.List(t, "events")[1].Attribute(t, name); got != "null" {
			t.Errorf("%s of the second event is %q, want null", name, got)
		}
	}
	session := map[string]string{
		"session_id": "s1", "reticulum_id": "1900346259722469001", "user_id": "null", "duration_seconds": `tftypes.Number<"600">`,
		"joined_at": fmt.Sprintf(eventTime, "00"), "exited_at": fmt.Sprintf(eventTime, "10"),
	}
	for name, want := range session {
		if got := log.List(t, "sessions")[0].Attribute(t, name); got != want {
			t.Errorf("%s of the session is %q, want %q", name, got, want)
		}
	}
}

// The service in its published version returns a log for each visit, with the user ID of the visitor.
func TestRoomLogsOfPublishedService(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{Published: true})
	room := createRoom(t, s, sampleLogs(t)...)
	log, problems := s.ProtocolClient(t).ReadDataSource("xrcloud_room_logs", acctest.Values{"room_id": room})
	events, sessions := formatLogs(t, log)
	if want := "join s1 00, join s2 05, exit s1 10, join s1 30"; len(problems) > 0 || events != want {
		t.Errorf("the events are %q, want %q; %q", events, want, problems)
	}
	if want := "s1 00-10, s2 05-, s1 30-"; sessions != want {
		t.Errorf("the sessions are %q, want %q", sessions, want)
	}
	first := log.List(t, "sessions")[0]
	if user, visitor := first.Attribute(t, "user_id"), first.Attribute(t, "reticulum_id"); user != "1900346259722469001" || visitor != "null" {
		t.Errorf("the first session has the user %q and the visitor %q", user, visitor)
	}
}

func TestRoomLogsWithoutEvents(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(*testing.T) *acctest.Service{
		"current": acctest.Start,
		"published": func(t *testing.T) *acctest.Service {
			t.Helper()
			return acctest.StartEmulator(t, emulator.Options{Published: true})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			log, problems := s.ProtocolClient(t).ReadDataSource("xrcloud_room_logs", acctest.Values{"room_id": createRoom(t, s)})
			if len(problems) > 0 || log.Attribute(t, "events") == "null" || len(log.List(t, "events"))+len(log.List(t, "sessions")) > 0 {
				t.Errorf("the log of an empty room is %v: %q", log.Value, problems)
			}
			_, problems = s.ProtocolClient(t).ReadDataSource("xrcloud_room_logs", acctest.Values{"room_id": acctest.MissingID})
			want := "error at room_id: Cannot read room logs: XRCLOUD responded with 404 Not Found to GET /api/rooms/" + acctest.MissingID + "/logs: Room with ID " + acctest.MissingID + " not found."
			if got := strings.Join(problems, "\n"); !strings.HasPrefix(got, want) {
				t.Errorf("the log of a missing room: got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// All arguments can be unknown until apply.
func TestRoomLogs(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	room := createRoom(t, s, sampleLogs(t)...)
	const logs = "data.xrcloud_room_logs.hall"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.Config(fmt.Sprintf(`
resource "terraform_data" "known_later" {
  input = {
    room_id = %q, codes = ["room-join"], since = "2026-05-04T09:00:00Z", until = "2026-05-04T10:00:00Z"
    session_id = "s1", reticulum_id = "1900346259722469001"
  }
}
locals { later = terraform_data.known_later.output }

data "xrcloud_room_logs" "hall" {
  room_id      = local.later.room_id
  codes        = local.later.codes
  since        = local.later.since
  until        = local.later.until
  session_id   = local.later.session_id
  reticulum_id = local.later.reticulum_id
}`, room)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue(logs, tfjsonpath.New("events")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(logs, tfjsonpath.New("events"), knownvalue.ListSizeExact(2)),
				statecheck.ExpectKnownValue(logs, tfjsonpath.New("sessions"), knownvalue.ListSizeExact(2)),
				statecheck.ExpectKnownValue(logs, tfjsonpath.New("sessions").AtSliceIndex(0).AtMapKey("duration_seconds"), knownvalue.Int64Exact(600)),
				statecheck.ExpectKnownValue(logs, tfjsonpath.New("sessions").AtSliceIndex(1).AtMapKey("duration_seconds"), knownvalue.Null()),
			},
		}},
	})
}

func TestRoomLogsValidation(t *testing.T) {
	t.Parallel()
	client := acctest.NewProtocolClient(t, acctest.Values{"api_key": "key"})
	for _, c := range []struct {
		config acctest.Values
		want   string // the beginning of the diagnostic; empty for none
	}{
		{acctest.Values{}, ""},
		{
			acctest.Values{
				"room_id": acctest.Unknown, "codes": acctest.Unknown, "since": acctest.Unknown, "until": acctest.Unknown,
				"session_id": acctest.Unknown, "reticulum_id": acctest.Unknown,
			}, "",
		},
		{acctest.Values{"since": "2026-05-04T09:00:00+02:00", "until": "2026-05-04T09:00:00.123Z"}, ""},
		{acctest.Values{"room_id": "hall"}, acctest.NotUUIDError("room_id", "hall")},
		{acctest.Values{"since": "yesterday"}, "error at since: Invalid RFC3339 String Value: "},
		{acctest.Values{"until": "2026-05-04"}, "error at until: Invalid RFC3339 String Value: "},
		{acctest.Values{"codes": []string{""}}, "error at codes: Invalid Attribute Value Length: "},
	} {
		config := acctest.Values{"room_id": acctest.MissingID}
		maps.Copy(config, c.config)
		got := strings.Join(client.ValidateDataSource("xrcloud_room_logs", config), "\n")
		if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%v: got\n%s\nwant\n%s", c.config, got, c.want)
		}
	}
}
