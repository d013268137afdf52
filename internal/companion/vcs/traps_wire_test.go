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

// create plans and applies a room.
func create(caller *acctest.ProtocolClient, config acctest.Values) (acctest.Object, []string) {
	planned, problems := caller.Plan(caller.Absent(kind), config)
	if len(problems) > 0 {
		return planned, problems
	}
	return caller.Apply(caller.Absent(kind), planned, config)
}

func trapErrors(t *testing.T) {
	t.Parallel()
	config := acctest.Values{"name": "Hall", "conference_type": "MESH"}
	for name, test := range map[string]struct {
		status     int
		body, says string
	}{
		"a list with line breaks": {
			400, `{"httpCode":400,"code":"BASE-00014","id":null,"description":["The passed JSON\n          body is invalid.","Mend it."]}`,
			"error: Cannot create VCS room: VCS answered 400 Bad Request to POST /api/realtime/room: The passed JSON body is invalid. Mend it. (BASE-00014)",
		},
		"the field to blame": {
			400, `{"httpCode":400,"code":"BASE-00013","id":"STRING_SIZE","description":["The parameter with name ::= [name] is larger than ::= [4] characters"]}`,
			"error at name: Cannot create VCS room",
		},
		"another status": {
			415, `{"httpCode":400,"code":"REALTIME-00009","id":null,"description":["No."]}`, "Check the credential",
		},
		"success as status": {
			200, `{"httpCode":400,"code":"BASE-00017","id":null,"description":["Passed media type is not supported."]}`, "Passed media type is not supported. (BASE-00017)",
		},
		"no description": {400, `{"httpCode":400,"code":"X-1"}`, "(X-1)"},
		"no form at all": {400, `["no"]`, "The API of VCS does not send such a response"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{})
			s.server.Inject(reply(http.MethodPost, "", test.status, test.body))
			made, problems := create(s.call(t), config)
			if len(problems) != 1 || !strings.Contains(problems[0], test.says) || !made.Value.IsNull() {
				t.Errorf("made %v: %v", made.Value, problems)
			}
		})
	}
}

func trapEmptyCreation(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	if _, problems := s.call(t).OpenEphemeral(kind, acctest.Values{}); len(problems) > 0 {
		t.Error(problems)
	}
	sent := s.server.Requests(http.MethodPost, "")
	if len(sent) != 1 || string(sent[0].Body) != "{}" || sent[0].Header.Get("Content-Type") != "application/json" {
		t.Errorf("sent %q", sent)
	}
}

func trapUnits(t *testing.T) {
	t.Parallel()
	s := staged(t, emulator.Options{RoomTTL: 90 * time.Minute}, nil)
	for name, want := range map[string]string{
		"creation_time": "2022-04-08T13:44:28.429Z", "expires_at": "2022-04-08T15:14:28.429Z", "room_ttl_seconds": `tftypes.Number<"5400">`,
	} {
		if got := s.room.Attribute(t, name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func trapRepetition(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]faultserver.Fault{
		"lost answer": {Reset: true}, "cut answer": {Cut: true}, "500": {Status: http.StatusInternalServerError}, "504": {Status: http.StatusGatewayTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{})
			rule.Method, rule.Commit = http.MethodPost, true
			s.server.Inject(rule)
			made, problems := create(s.call(t), acctest.Values{"name": "Hall", "conference_type": "MESH"})
			if len(problems) != 1 || !strings.Contains(problems[0], "may have been carried out") || !made.Value.IsNull() {
				t.Errorf("made %v: %v", made.Value, problems)
			}
			if sent := len(s.server.Requests(http.MethodPost, "")); sent != 1 {
				t.Errorf("the creation was sent %d times", sent)
			}
			s.only(t)
		})
	}
}

func trapUndocumented(t *testing.T) {
	t.Parallel()
	t.Run("limit", func(t *testing.T) {
		t.Parallel()
		s := start(t, emulator.Options{})
		s.server.Inject(faultserver.Fault{Status: http.StatusTooManyRequests, Times: 2})
		if _, problems := create(s.call(t), acctest.Values{"conference_type": "MESH"}); len(problems) > 0 {
			t.Error(problems)
		}
		s.only(t)
	})
	t.Run("conference", func(t *testing.T) {
		t.Parallel()
		s := staged(t, emulator.Options{}, nil)
		s.server.Inject(reply(http.MethodDelete, "", http.StatusConflict, `{"httpCode":409,"code":"X-1","id":null,"description":["A conference is going on."]}`))
		planned, _ := s.caller.Plan(s.room, nil)
		left, problems := s.caller.Apply(s.room, planned, nil)
		if len(problems) != 1 || !strings.Contains(problems[0], "A conference is going on. (X-1)") || !left.Value.Equal(s.room.Value) {
			t.Errorf("left %v: %v", left.Value, problems)
		}
	})
	for _, name := range []string{"Zum Bären 🐻", "قاعة", "<b>&\"'\\", "a\nb\tc"} {
		t.Run("name "+name, func(t *testing.T) {
			t.Parallel()
			s := staged(t, emulator.Options{}, acctest.Values{"name": name})
			s.settled(t)
			if got := s.only(t).Name; got != name {
				t.Errorf("made %q", got)
			}
		})
	}
}
