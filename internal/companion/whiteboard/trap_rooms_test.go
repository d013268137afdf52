package whiteboard_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func noDashes(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	_, made := s.one(t, acctest.Values{})
	if !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(made.Attribute(t, "uuid")) {
		t.Errorf("uuid %s", made.Attribute(t, "uuid"))
	}
	_, problems := s.call(t).Import(kind, "sg/4a5f0000-0000-11ee-b9d1-0123456789ab")
	complain(t, problems, "32 hexadecimal digits")
}

func coerced(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{DisableRecording: true})
	caller := s.call(t)
	asked := acctest.Values{"is_record": true}
	planned, problems := caller.Plan(caller.Absent(kind), asked)
	complain(t, problems)
	_, problems = caller.Apply(caller.Absent(kind), planned, asked)
	complain(t, problems, "warning at is_record: Recording is not as configured")

	s = start(t, emulator.Options{DisableRecording: true})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.board(`is_record = true`)}, // and its plan is empty
			{
				Config: s.board(`is_record = true`), ConfigPlanChecks: expect(plancheck.ResourceActionNoop), Check: s.rooms("us-sv", 1, 0),
				ConfigStateChecks: has(map[string]knownvalue.Check{"is_record": knownvalue.Bool(false)}),
			},
			{Config: s.board("is_record = true\ndisabled = true"), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate), Check: s.rooms("us-sv", 1, 1)},
			{Config: s.board("is_record = true"), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate)},
			{Config: s.board(``), ConfigPlanChecks: expect(plancheck.ResourceActionNoop)},
			{Config: s.board(`is_record = false`), ConfigPlanChecks: expect(plancheck.ResourceActionNoop), Check: s.rooms("us-sv", 1, 0)},
		},
	})

	// A room that was not asked to record, and now is, is another one.
	s = start(t, emulator.Options{DisableRecording: true})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.board(``)},
			{Config: s.board(`is_record = true`), ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate), Check: s.rooms("us-sv", 2, 1)},
		},
	})
}

func noLimit(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	_, made := s.one(t, acctest.Values{})
	if sent := string(s.server.Requests("POST", "")[0].Body); !strings.Contains(sent, `"limit":0`) || !strings.Contains(made.Attribute(t, "limit"), "0") {
		t.Errorf("sent %s, and the limit is %s", sent, made.Attribute(t, "limit"))
	}
}

func banIsPatched(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	_, made := s.one(t, acctest.Values{"disabled": true})
	post, patch := s.server.Requests("POST", ""), s.server.Requests("PATCH", "")
	if len(post) != 1 || strings.Contains(string(post[0].Body), "isBan") || len(patch) != 1 || string(patch[0].Body) != `{"isBan":true}` {
		t.Errorf("sent %v and %v", post, patch)
	}
	if !s.only(t, "us-sv").IsBan || !strings.Contains(made.Attribute(t, "disabled"), "true") {
		t.Errorf("made %v", made.Value)
	}
}

func noApp(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{LegacyResponses: true})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.board(``), ConfigStateChecks: has(map[string]knownvalue.Check{"app_uuid": knownvalue.Null()})},
			{Config: s.board(`disabled = true`), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate)},
		},
	})
}

func noName(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	s.one(t, acctest.Values{"is_record": true, "limit": 3})
	var sent map[string]any
	if err := json.Unmarshal(s.server.Requests("POST", "")[0].Body, &sent); err != nil {
		t.Fatal(err)
	}
	if names := slices.Sorted(maps.Keys(sent)); !slices.Equal(names, []string{"isRecord", "limit"}) {
		t.Errorf("sent %v", names)
	}
}

func bareLists(t *testing.T) {
	t.Helper()
	for _, options := range []emulator.Options{{}, {WrapResponses: true}} {
		s := start(t, options)
		s.AddRoom("us-sv", emulator.Room{})
		found, problems := s.call(t).ReadDataSource("xrcloud_whiteboard_rooms", acctest.Values{})
		complain(t, problems)
		if rooms := found.List(t, "rooms"); len(rooms) != 1 {
			t.Errorf("found %d rooms", len(rooms))
		}
	}
}

func onlyBanChanges(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.board(``)},
			{Config: s.board(`limit = 1`), ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate), Check: s.rooms("us-sv", 2, 1)},
			{Config: s.board("limit = 1\nis_record = true"), ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate), Check: s.rooms("us-sv", 3, 2)},
			{Config: s.board("limit = 1\nis_record = true\ndisabled = true"), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate), Check: s.rooms("us-sv", 3, 3)},
		},
	})
}

func inclusivePages(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	const count = 2500
	for range count {
		s.AddRoom("us-sv", emulator.Room{})
	}
	found, problems := s.call(t).ReadDataSource("xrcloud_whiteboard_rooms", acctest.Values{})
	complain(t, problems)
	uuids := map[string]bool{}
	for _, room := range found.List(t, "rooms") {
		uuids[room.Attribute(t, "uuid")] = true
	}
	if rooms := len(found.List(t, "rooms")); len(uuids) != count || rooms != count {
		t.Errorf("found %d rooms, %d of them different", rooms, len(uuids))
	}
	for _, request := range s.server.Requests("GET", "") { // a page of one room would be followed by itself for ever
		if request.Query.Get("limit") != "1000" {
			t.Errorf("asked for a page of %q", request.Query.Get("limit"))
		}
	}
}

func noDelete(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	caller, made := s.one(t, acctest.Values{})
	planned, problems := caller.Plan(made, nil)
	complain(t, problems)
	gone, problems := caller.Apply(made, planned, nil)
	complain(t, problems, "warning: The whiteboard room still exists, disabled: The service cannot delete rooms. The room "+made.Attribute(t, "id"))
	if !gone.Value.IsNull() || !s.only(t, "us-sv").IsBan || len(s.server.Requests("DELETE", "")) != 0 {
		t.Errorf("destroyed %v, and the service has %+v", gone.Value, s.only(t, "us-sv"))
	}

	s = start(t, emulator.Options{})
	caller, made = s.one(t, acctest.Values{"on_destroy": "abandon"})
	s.server.Reset()
	planned, _ = caller.Plan(made, nil)
	_, problems = caller.Apply(made, planned, nil)
	complain(t, problems)
	if sent := s.server.Requests("", ""); s.only(t, "us-sv").IsBan || len(sent) != 0 {
		t.Errorf("abandoned with %v", sent)
	}
}

func unban(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	caller, made := s.one(t, acctest.Values{"disabled": true})
	enabled := caller.MustApply(made, acctest.Values{"disabled": false})
	if s.only(t, "us-sv").IsBan || enabled.Attribute(t, "uuid") != made.Attribute(t, "uuid") {
		t.Errorf("enabled %v", enabled.Value)
	}
}

func banTakesAdmin(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	writer := s.callAs(t, map[string]any{"sdk_token": s.sdkToken(t, api.Writer), "region": "us-sv"})
	made := writer.MustApply(writer.Absent(kind), acctest.Values{})
	planned, _ := writer.Plan(made, acctest.Values{"disabled": true})
	kept, problems := writer.Apply(made, planned, acctest.Values{"disabled": true})
	complain(t, problems, "it takes an SDK token of the role admin")
	if !strings.Contains(kept.Attribute(t, "disabled"), "false") {
		t.Errorf("kept %v", kept.Value)
	}
	planned, _ = writer.Plan(made, nil)
	kept, problems = writer.Apply(made, planned, nil)
	complain(t, problems, "it takes an SDK token of the role admin")
	if kept.Value.IsNull() {
		t.Error("a room that could not be disabled was forgotten")
	}
}

func readers(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	_, made := s.one(t, acctest.Values{})
	reader := s.callAs(t, map[string]any{"sdk_token": s.sdkToken(t, api.Reader), "region": "us-sv"})
	kept, problems := reader.Read(made)
	complain(t, problems, "403 Forbidden")
	if kept.Value.IsNull() {
		t.Error("a room that could not be read was forgotten")
	}
	_, problems = reader.ReadDataSource("xrcloud_whiteboard_rooms", acctest.Values{})
	complain(t, problems, "403 Forbidden")
}

func neverTwice(t *testing.T) {
	t.Helper()
	object := http.Header{"Content-Type": {"application/json"}}
	for name, rule := range map[string]faultserver.Fault{
		"reset": {Commit: true, Reset: true}, "cut": {Cut: true}, "502": {Commit: true, Status: 502, Body: "<html>"}, "504": {Commit: true, Status: 504},
		"500": {Commit: true, Status: 500, Header: object, Body: `{"message":"oh"}`}, "another shape": {Commit: true, Status: 201, Header: object, Body: `{}`},
	} {
		s := start(t, emulator.Options{})
		s.server.Inject(rule)
		caller := s.call(t)
		planned, _ := caller.Plan(caller.Absent(kind), acctest.Values{})
		_, problems := caller.Apply(caller.Absent(kind), planned, acctest.Values{})
		complain(t, problems, "may have been carried out")
		if sent := s.server.Requests("POST", ""); len(sent) != 1 || len(s.Rooms("us-sv")) != 1 {
			t.Errorf("%s: sent %d times, %d rooms", name, len(sent), len(s.Rooms("us-sv")))
		}
	}
	s := start(t, emulator.Options{})
	s.server.Inject(faultserver.Fault{Hang: true})
	caller := s.callAs(t, map[string]any{"access_key": app.AccessKey, "secret_key": app.SecretKey, "region": "sg", "request_timeout": "2s"})
	planned, _ := caller.Plan(caller.Absent(kind), acctest.Values{})
	_, problems := caller.Apply(caller.Absent(kind), planned, acctest.Values{})
	complain(t, problems, "may have been carried out")
	if sent := s.server.Requests("POST", ""); len(sent) != 1 {
		t.Errorf("sent %d times", len(sent))
	}
}

func savedFirst(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	s.server.Inject(faultserver.Fault{Method: http.MethodPatch, Status: http.StatusForbidden, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"message":"no"}`})
	caller := s.call(t)
	planned, _ := caller.Plan(caller.Absent(kind), acctest.Values{"disabled": true})
	saved, problems := caller.Apply(caller.Absent(kind), planned, acctest.Values{"disabled": true})
	uuid := s.only(t, "us-sv").UUID
	complain(t, problems, "Cannot disable whiteboard room", "The room us-sv/"+uuid+" exists, is enabled, and is in the state")
	if parts := saved.IdentityValues(t, "region", "uuid"); !slices.Equal(parts, []string{"us-sv", uuid}) || saved.Attribute(t, "uuid") != uuid || !strings.Contains(saved.Attribute(t, "disabled"), "false") {
		t.Errorf("saved %v, %v", parts, saved.Value)
	}

	// Terraform holds it for tainted, and so it is not forgotten: it is disabled when its successor is made.
	s = start(t, emulator.Options{})
	s.server.Inject(faultserver.Fault{Method: http.MethodPatch, Status: http.StatusForbidden, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"message":"no"}`})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.board(`disabled = true`), ExpectError: regexp.MustCompile(`terraform untaint`)},
			{PreConfig: s.server.Reset, Config: s.board(`disabled = true`), Check: s.rooms("us-sv", 2, 2)},
		},
	})
}
