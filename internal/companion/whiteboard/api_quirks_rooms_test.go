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

func testUUIDForm(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	_, created := s.createRoom(t, acctest.Values{})
	if !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(created.Attribute(t, "uuid")) {
		t.Errorf("the UUID is %s", created.Attribute(t, "uuid"))
	}
	_, problems := s.protocolClient(t).Import(roomType, "sg/4a5f0000-0000-11ee-b9d1-0123456789ab")
	requireProblems(t, problems, "32 hexadecimal digits")
}

func testChangedIsRecord(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{DisableRecording: true})
	client := s.protocolClient(t)
	config := acctest.Values{"is_record": true}
	planned, problems := client.Plan(client.Absent(roomType), config)
	requireProblems(t, problems)
	_, problems = client.Apply(client.Absent(roomType), planned, config)
	requireProblems(t, problems, "warning at is_record: Recording is not as configured")

	s = startService(t, emulator.Options{DisableRecording: true})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.roomConfig(`is_record = true`)}, // also checks that the plan after it is empty
			{
				Config: s.roomConfig(`is_record = true`), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionNoop), Check: s.requireRooms("us-sv", 1, 0),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"is_record": knownvalue.Bool(false)}),
			},
			{Config: s.roomConfig("is_record = true\ndisabled = true"), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionUpdate), Check: s.requireRooms("us-sv", 1, 1)},
			{Config: s.roomConfig("is_record = true"), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionUpdate)},
			{Config: s.roomConfig(``), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionNoop)},
			{Config: s.roomConfig(`is_record = false`), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionNoop), Check: s.requireRooms("us-sv", 1, 0)},
		},
	})

	// Configuring is_record after the creation replaces the room.
	s = startService(t, emulator.Options{DisableRecording: true})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.roomConfig(``)},
			{Config: s.roomConfig(`is_record = true`), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate), Check: s.requireRooms("us-sv", 2, 1)},
		},
	})
}

func testNoLimit(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	_, created := s.createRoom(t, acctest.Values{})
	if sent := string(s.server.Requests("POST", "")[0].Body); !strings.Contains(sent, `"limit":0`) || !strings.Contains(created.Attribute(t, "limit"), "0") {
		t.Errorf("sent %s, and the limit is %s", sent, created.Attribute(t, "limit"))
	}
}

func testDisableByPatch(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	_, created := s.createRoom(t, acctest.Values{"disabled": true})
	post, patch := s.server.Requests("POST", ""), s.server.Requests("PATCH", "")
	if len(post) != 1 || strings.Contains(string(post[0].Body), "isBan") || len(patch) != 1 || string(patch[0].Body) != `{"isBan":true}` {
		t.Errorf("sent %v and %v", post, patch)
	}
	if !s.onlyRoom(t, "us-sv").IsBan || !strings.Contains(created.Attribute(t, "disabled"), "true") {
		t.Errorf("created %v", created.Value)
	}
}

func testMissingAppUUID(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{LegacyResponses: true})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.roomConfig(``), ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"app_uuid": knownvalue.Null()})},
			{Config: s.roomConfig(`disabled = true`), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionUpdate)},
		},
	})
}

func testNoName(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	s.createRoom(t, acctest.Values{"is_record": true, "limit": 3})
	var sent map[string]any
	if err := json.Unmarshal(s.server.Requests("POST", "")[0].Body, &sent); err != nil {
		t.Fatal(err)
	}
	if names := slices.Sorted(maps.Keys(sent)); !slices.Equal(names, []string{"isRecord", "limit"}) {
		t.Errorf("sent %v", names)
	}
}

func testBareLists(t *testing.T) {
	t.Parallel()
	for _, options := range []emulator.Options{{}, {WrapResponses: true}} {
		s := startService(t, options)
		s.AddRoom("us-sv", emulator.Room{})
		found, problems := s.protocolClient(t).ReadDataSource("xrcloud_whiteboard_rooms", acctest.Values{})
		requireProblems(t, problems)
		if rooms := found.List(t, "rooms"); len(rooms) != 1 {
			t.Errorf("found %d rooms", len(rooms))
		}
	}
}

func testOnlyDisabledChanges(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.roomConfig(``)},
			{Config: s.roomConfig(`limit = 1`), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate), Check: s.requireRooms("us-sv", 2, 1)},
			{Config: s.roomConfig("limit = 1\nis_record = true"), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate), Check: s.requireRooms("us-sv", 3, 2)},
			{Config: s.roomConfig("limit = 1\nis_record = true\ndisabled = true"), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionUpdate), Check: s.requireRooms("us-sv", 3, 3)},
		},
	})
}

func testInclusivePages(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	const count = 2500
	for range count {
		s.AddRoom("us-sv", emulator.Room{})
	}
	found, problems := s.protocolClient(t).ReadDataSource("xrcloud_whiteboard_rooms", acctest.Values{})
	requireProblems(t, problems)
	uuids := map[string]bool{}
	for _, room := range found.List(t, "rooms") {
		uuids[room.Attribute(t, "uuid")] = true
	}
	if rooms := len(found.List(t, "rooms")); len(uuids) != count || rooms != count {
		t.Errorf("found %d rooms with %d UUIDs", rooms, len(uuids))
	}
	for _, request := range s.server.Requests("GET", "") { // a list with pages of one room would never end
		if request.Query.Get("limit") != "1000" {
			t.Errorf("the page size is %q", request.Query.Get("limit"))
		}
	}
}

func testNoDelete(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client, created := s.createRoom(t, acctest.Values{})
	planned, problems := client.Plan(created, nil)
	requireProblems(t, problems)
	destroyed, problems := client.Apply(created, planned, nil)
	requireProblems(t, problems, "warning: Whiteboard room is disabled, not deleted: The service cannot delete rooms. The room "+created.Attribute(t, "id"))
	if !destroyed.Value.IsNull() || !s.onlyRoom(t, "us-sv").IsBan || len(s.server.Requests("DELETE", "")) != 0 {
		t.Errorf("the state is %v, and the service has %+v", destroyed.Value, s.onlyRoom(t, "us-sv"))
	}

	s = startService(t, emulator.Options{})
	client, created = s.createRoom(t, acctest.Values{"on_destroy": "abandon"})
	s.server.Reset()
	planned, _ = client.Plan(created, nil)
	_, problems = client.Apply(created, planned, nil)
	requireProblems(t, problems)
	if sent := s.server.Requests("", ""); s.onlyRoom(t, "us-sv").IsBan || len(sent) != 0 {
		t.Errorf("to abandon a room, the provider sent %v", sent)
	}
}

func testEnable(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client, created := s.createRoom(t, acctest.Values{"disabled": true})
	enabled := client.MustApply(created, acctest.Values{"disabled": false})
	if s.onlyRoom(t, "us-sv").IsBan || enabled.Attribute(t, "uuid") != created.Attribute(t, "uuid") {
		t.Errorf("enabled %v", enabled.Value)
	}
}

func testDisableNeedsAdmin(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	writer := s.protocolClientWith(t, acctest.Values{"sdk_token": s.signSDKToken(t, api.Writer), "region": "us-sv"})
	created := writer.MustApply(writer.Absent(roomType), acctest.Values{})
	planned, _ := writer.Plan(created, acctest.Values{"disabled": true})
	kept, problems := writer.Apply(created, planned, acctest.Values{"disabled": true})
	requireProblems(t, problems, "disabling and enabling a room requires an SDK token with the role admin")
	if !strings.Contains(kept.Attribute(t, "disabled"), "false") {
		t.Errorf("the state is %v", kept.Value)
	}
	planned, _ = writer.Plan(created, nil)
	kept, problems = writer.Apply(created, planned, nil)
	requireProblems(t, problems, "disabling and enabling a room requires an SDK token with the role admin")
	if kept.Value.IsNull() {
		t.Error("a room that could not be disabled is no longer in the state")
	}
}

func testReaders(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	_, created := s.createRoom(t, acctest.Values{})
	reader := s.protocolClientWith(t, acctest.Values{"sdk_token": s.signSDKToken(t, api.Reader), "region": "us-sv"})
	kept, problems := reader.Read(created)
	requireProblems(t, problems, "403 Forbidden")
	if kept.Value.IsNull() {
		t.Error("a room that could not be read is no longer in the state")
	}
	_, problems = reader.ReadDataSource("xrcloud_whiteboard_rooms", acctest.Values{})
	requireProblems(t, problems, "403 Forbidden")
}

func testNoRepeatedCreation(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faultserver.Fault{
		"connection reset": {Commit: true, Reset: true},
		"cut body":         {Cut: true},
		"500":              {Commit: true, Status: 500, Header: jsonHeader, Body: `{"message":"oh"}`},
		"502":              {Commit: true, Status: 502, Body: "<html>"},
		"504":              {Commit: true, Status: 504},
		"empty object":     {Commit: true, Status: 201, Header: jsonHeader, Body: `{}`},
	} {
		s := startService(t, emulator.Options{})
		s.server.Inject(fault)
		client := s.protocolClient(t)
		planned, _ := client.Plan(client.Absent(roomType), acctest.Values{})
		_, problems := client.Apply(client.Absent(roomType), planned, acctest.Values{})
		requireProblems(t, problems, "may have been carried out")
		if sent := s.server.Requests("POST", ""); len(sent) != 1 || len(s.Rooms("us-sv")) != 1 {
			t.Errorf("%s: sent %d times, %d rooms", name, len(sent), len(s.Rooms("us-sv")))
		}
	}
	s := startService(t, emulator.Options{})
	s.server.Inject(faultserver.Fault{Hang: true})
	client := s.protocolClientWith(t, acctest.Values{"access_key": keyPair.AccessKey, "secret_key": keyPair.SecretKey, "region": "sg", "request_timeout": "2s"})
	planned, _ := client.Plan(client.Absent(roomType), acctest.Values{})
	_, problems := client.Apply(client.Absent(roomType), planned, acctest.Values{})
	requireProblems(t, problems, "may have been carried out")
	if sent := s.server.Requests("POST", ""); len(sent) != 1 {
		t.Errorf("sent %d times", len(sent))
	}
}

func testSaveBeforeDisable(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	s.server.Inject(faultserver.Fault{Method: http.MethodPatch, Status: http.StatusForbidden, Header: jsonHeader, Body: `{"message":"no"}`})
	client := s.protocolClient(t)
	planned, _ := client.Plan(client.Absent(roomType), acctest.Values{"disabled": true})
	saved, problems := client.Apply(client.Absent(roomType), planned, acctest.Values{"disabled": true})
	uuid := s.onlyRoom(t, "us-sv").UUID
	requireProblems(t, problems, "Cannot disable whiteboard room", "The room us-sv/"+uuid+" exists, is enabled, and is in the state")
	if parts := saved.IdentityValues(t, "region", "uuid"); !slices.Equal(parts, []string{"us-sv", uuid}) || saved.Attribute(t, "uuid") != uuid || !strings.Contains(saved.Attribute(t, "disabled"), "false") {
		t.Errorf("saved %v, %v", parts, saved.Value)
	}

	// Terraform marks the room as tainted. The next apply disables it when it creates the new room.
	s = startService(t, emulator.Options{})
	s.server.Inject(faultserver.Fault{Method: http.MethodPatch, Status: http.StatusForbidden, Header: jsonHeader, Body: `{"message":"no"}`})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.roomConfig(`disabled = true`), ExpectError: regexp.MustCompile(`terraform untaint`)},
			{PreConfig: s.server.Reset, Config: s.roomConfig(`disabled = true`), Check: s.requireRooms("us-sv", 2, 2)},
		},
	})
}
