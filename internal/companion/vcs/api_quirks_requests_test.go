package vcs_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

func testErrors(t *testing.T) {
	t.Parallel()
	config := acctest.Values{"name": "Hall", "conference_type": "MESH"}
	for name, test := range map[string]struct {
		status     int
		body, want string
	}{
		"a list with line breaks": {
			400, `{"httpCode":400,"code":"BASE-00014","id":null,"description":["The passed JSON\n          body is invalid.","Correct it."]}`,
			"error: Cannot create VCS room: VCS responded with 400 Bad Request to POST /api/realtime/room: The passed JSON body is invalid. Correct it. (BASE-00014)",
		},
		"a field": {
			400, `{"httpCode":400,"code":"BASE-00013","id":"STRING_SIZE","description":["The parameter with name ::= [name] is larger than ::= [4] characters"]}`,
			"error at name: Cannot create VCS room",
		},
		"another httpCode than the status": {
			415, `{"httpCode":400,"code":"REALTIME-00009","id":null,"description":["No."]}`, "Check the credential",
		},
		"an error with status 200": {
			200, `{"httpCode":400,"code":"BASE-00017","id":null,"description":["Passed media type is not supported."]}`, "Passed media type is not supported. (BASE-00017)",
		},
		"no description":            {400, `{"httpCode":400,"code":"X-1"}`, "(X-1)"},
		"JSON that is not an error": {400, `["no"]`, "The API of VCS does not send such a response"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{})
			s.server.Inject(jsonResponse(http.MethodPost, "", test.status, test.body))
			created, problems := planAndCreateRoom(s.protocolClient(t), config)
			if len(problems) != 1 || !strings.Contains(problems[0], test.want) || !created.Value.IsNull() {
				t.Errorf("created %v: %v", created.Value, problems)
			}
		})
	}
}

func testEmptyCreation(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	if _, problems := s.protocolClient(t).OpenEphemeral(roomType, acctest.Values{}); len(problems) > 0 {
		t.Error(problems)
	}
	sent := s.server.Requests(http.MethodPost, "")
	if len(sent) != 1 || string(sent[0].Body) != "{}" || sent[0].Header.Get("Content-Type") != "application/json" {
		t.Errorf("sent %q", sent)
	}
}

func testUnits(t *testing.T) {
	t.Parallel()
	s := startWithRoom(t, emulator.Options{RoomTTL: 90 * time.Minute}, nil)
	for name, want := range map[string]string{
		"creation_time": "2022-04-08T13:44:28.429Z", "expires_at": "2022-04-08T15:14:28.429Z", "room_ttl_seconds": `tftypes.Number<"5400">`,
	} {
		if got := s.room.Attribute(t, name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func testNoRepeatedCreation(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faultserver.Fault{
		"lost response": {Reset: true},
		"cut response":  {Cut: true},
		"500":           {Status: http.StatusInternalServerError},
		"504":           {Status: http.StatusGatewayTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{})
			fault.Method, fault.Commit = http.MethodPost, true
			s.server.Inject(fault)
			created, problems := planAndCreateRoom(s.protocolClient(t), acctest.Values{"name": "Hall", "conference_type": "MESH"})
			if len(problems) != 1 || !strings.Contains(problems[0], "may have been carried out") || !created.Value.IsNull() {
				t.Errorf("created %v: %v", created.Value, problems)
			}
			if sent := len(s.server.Requests(http.MethodPost, "")); sent != 1 {
				t.Errorf("the creation was sent %d times", sent)
			}
			s.onlyRoom(t)
		})
	}
}

func testUndocumented(t *testing.T) {
	t.Parallel()
	t.Run("rate limit", func(t *testing.T) {
		t.Parallel()
		s := startService(t, emulator.Options{})
		s.server.Inject(faultserver.Fault{Status: http.StatusTooManyRequests, Times: 2})
		if _, problems := planAndCreateRoom(s.protocolClient(t), acctest.Values{"conference_type": "MESH"}); len(problems) > 0 {
			t.Error(problems)
		}
		s.onlyRoom(t)
	})
	t.Run("deletion during a conference", func(t *testing.T) {
		t.Parallel()
		s := startWithRoom(t, emulator.Options{}, nil)
		s.server.Inject(jsonResponse(http.MethodDelete, "", http.StatusConflict, `{"httpCode":409,"code":"X-1","id":null,"description":["A conference is in progress."]}`))
		planned, _ := s.client.Plan(s.room, nil)
		kept, problems := s.client.Apply(s.room, planned, nil)
		if len(problems) != 1 || !strings.Contains(problems[0], "A conference is in progress. (X-1)") || !kept.Value.Equal(s.room.Value) {
			t.Errorf("the state is %v: %v", kept.Value, problems)
		}
	})
	for _, name := range []string{"Zum Bären 🐻", "قاعة", "<b>&\"'\\", "a\nb\tc"} {
		t.Run("name "+name, func(t *testing.T) {
			t.Parallel()
			s := startWithRoom(t, emulator.Options{}, acctest.Values{"name": name})
			s.requireEmptyPlan(t)
			if got := s.onlyRoom(t).Name; got != name {
				t.Errorf("the service has the name %q", got)
			}
		})
	}
}
