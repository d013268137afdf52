package venueless_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/companion/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

func testSoftDeletedRoom(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	config := acctest.Values{"name": "Hall", "module_config": modules("chat.native", nil)}
	created := client.MustApply(client.Absent(roomType), config)
	id, deleted := created.Attribute(t, "id"), true
	s.AddChatMessages("acc", id, 5)
	if _, err := s.client.UpdateRoom(t.Context(), "", id, api.RoomChange{Deleted: &deleted}); err != nil {
		t.Fatal(err)
	}
	read, diags := client.Read(created)
	requireNoDiagnostics(t, diags)
	planned, diags := client.Plan(read, config)
	requireNoDiagnostics(t, diags)
	if read.Attribute(t, "deleted") != `tftypes.Bool<"true">` || planned.Attribute(t, "deleted") != `tftypes.Bool<"false">` || planned.Attribute(t, "id") != id || len(planned.Replaces) > 0 {
		t.Errorf("from %v, planned %v", read.Value, planned.Value)
	}
	requireStable(t, client, client.MustApply(read, config), config)
	if got := s.onlyRoom(t); got.Deleted || got.ID != id || s.ChatMessages("acc", id) != 5 {
		t.Errorf("restored as %+v with %d messages", got, s.ChatMessages("acc", id))
	}

	// With the deletion mode soft, destroy only marks the room as deleted. It also succeeds if the room does not exist.
	config["deletion_mode"] = "soft"
	created = client.MustApply(read, config)
	for range 2 {
		_, diags = client.Apply(created, client.Absent(roomType), nil)
		requireNoDiagnostics(t, diags)
		if got := s.onlyRoom(t); !got.Deleted || s.ChatMessages("acc", id) != 5 {
			t.Errorf("destroyed to %+v with %d messages", got, s.ChatMessages("acc", id))
		}
	}
	if err := s.client.DeleteRoom(t.Context(), "", id); err != nil {
		t.Fatal(err)
	}
	_, diags = client.Apply(created, client.Absent(roomType), nil)
	requireNoDiagnostics(t, diags)
}

func testDirectMessagesKept(t *testing.T, s fixture) {
	t.Helper()
	s.AddDirectMessages("acc", 3)
	s.AddDirectMessages("acc", 4)
	client := s.protocolClient(t)
	requireDirectMessages := func(step string) {
		t.Helper()
		if channels, messages := s.DirectMessages("acc"); channels != 2 || messages != 7 {
			t.Fatalf("after %s, people have %d channels with %d messages", step, channels, messages)
		}
	}
	destroy := func(created acctest.Object) {
		t.Helper()
		if _, diags := client.Apply(created, client.Absent(roomType), nil); len(diags) > 0 {
			t.Fatal(diags)
		}
		if left := len(s.rooms(t)); left > 0 {
			t.Fatalf("%d rooms are left", left)
		}
	}
	chat := acctest.Values{"name": "Hall", "module_config": modules("page.markdown", nil, "chat.native", nil)}
	destroy(client.MustApply(client.Absent(roomType), chat))
	requireDirectMessages("the destroy of a room with a chat")

	// The state does not have the chat that somebody added in the web app.
	created := client.MustApply(client.Absent(roomType), acctest.Values{"name": "Hall"})
	list := []api.Module{{Type: "chat.native", Config: []byte("{}")}}
	if _, err := s.client.UpdateRoom(t.Context(), "", created.Attribute(t, "id"), api.RoomChange{ModuleConfig: &list}); err != nil {
		t.Fatal(err)
	}
	destroy(created)
	requireDirectMessages("the destroy of a room that got a chat outside Terraform")

	// The response to the first delete is lost, and the delete was executed or not.
	for _, commit := range []bool{false, true} {
		created = client.MustApply(client.Absent(roomType), chat)
		s.server.Inject(faultserver.Fault{Method: http.MethodDelete, Times: 1, Commit: commit, Reset: true})
		destroy(created)
		requireDirectMessages("a destroy with a lost response")
		s.server.Reset()
	}

	// A room is not deleted if its chat cannot be removed.
	created = client.MustApply(client.Absent(roomType), chat)
	s.server.Inject(faultserver.Fault{Method: http.MethodPatch, Status: http.StatusForbidden, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"detail":"no"}`})
	_, diags := client.Apply(created, client.Absent(roomType), nil)
	requireOneDiagnostic(t, diags, "Cannot delete Venueless room", "PATCH")
	requireDirectMessages("a destroy without the right to change rooms")
}

func testAmbiguousServerErrors(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	serverError := faultserver.Fault{Status: http.StatusInternalServerError, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<title>Server Error (500)</title>"}
	injectError := func(method string, commit bool) {
		s.server.Reset()
		fault := serverError
		fault.Method, fault.Commit = method, commit
		s.server.Inject(fault)
	}
	config := acctest.Values{"name": "Hall"}
	injectError(http.MethodPost, true)
	created := client.MustApply(client.Absent(roomType), config)
	if s.onlyRoom(t).ID != created.Attribute(t, "id") {
		t.Error("the state does not have the ID of the room")
	}
	s.server.Reset()
	created = requireStable(t, client, created, config)
	injectError(http.MethodDelete, true)
	_, diags := client.Apply(created, client.Absent(roomType), nil)
	requireNoDiagnostics(t, diags)
	if left := len(s.rooms(t)); left > 0 {
		t.Errorf("%d rooms are left", left)
	}

	// All further requests fail. The state keeps the room that may exist, so that the next apply deletes it.
	s.server.Reset()
	for _, commit := range []bool{true, false} {
		injectError(http.MethodPost, commit)
		readError := serverError
		readError.Method = http.MethodGet
		s.server.Inject(readError)
		planned, diags := client.Plan(client.Absent(roomType), config)
		requireNoDiagnostics(t, diags)
		created, diags = client.Apply(client.Absent(roomType), planned, config)
		if len(diags) != 2 || !strings.Contains(strings.Join(diags, " "), created.Attribute(t, "id")) {
			t.Errorf("got diagnostics %q", diags)
		}
		s.server.Reset()
		_, diags = client.Apply(created, client.Absent(roomType), nil)
		requireNoDiagnostics(t, diags)
		if left := len(s.rooms(t)); left > 0 {
			t.Errorf("%d rooms are left", left)
		}
	}
}

func testPatchBody(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	created := client.MustApply(client.Absent(roomType), acctest.Values{"name": "Hall", "module_config": modules("chat.native", nil)})
	if id := string(s.lastBody(t, http.MethodPost)["id"]); id != `"`+created.Attribute(t, "id")+`"` {
		t.Errorf("created with the id %s", id)
	}
	client.MustApply(created, acctest.Values{"name": "Lobby", "module_config": modules("chat.native", nil)})
	if sent := s.lastBody(t, http.MethodPatch); len(sent) != 1 || string(sent["name"]) != `"Lobby"` {
		t.Errorf("sent %s", sent)
	}
	if puts := len(s.server.Requests(http.MethodPut, "")); puts > 0 {
		t.Errorf("%d PUT requests were sent", puts)
	}
	if got := s.onlyRoom(t); got.Name != "Lobby" || !got.HasModule("chat.native") {
		t.Errorf("the room is %+v", got)
	}
}

func testJSONRewritten(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	text := `{ "thousand": 1e3, "half": 1.50, "huge": 1e23, "tiny": 1e-7, "exact": 9007199254740993, "name": "  <a & b>  ", "list": [1.0, null, true] }`
	config := acctest.Values{"name": "Hall", "module_config": modules("page.markdown", text), "schedule_data": text}
	created := requireStable(t, client, client.MustApply(client.Absent(roomType), config), config)
	if got := created.List(t, "module_config")[0].Attribute(t, "config"); got != text {
		t.Errorf("the config is %s", got)
	}
	imported, diags := client.Import(roomType, created.Attribute(t, "id"))
	requireNoDiagnostics(t, diags)
	read, diags := client.Read(imported)
	requireNoDiagnostics(t, diags)
	planned, diags := client.Plan(read, config)
	requireNoDiagnostics(t, diags)
	if !planned.Value.Equal(read.Value) {
		t.Errorf("after an import, planned %v, want %v", planned.Value, read.Value)
	}
	config["schedule_data"] = strings.Replace(text, "9007199254740993", "9007199254740992", 1)
	if planned, _ := client.Plan(read, config); planned.Value.Equal(read.Value) {
		t.Error("the change of a number is not planned")
	}
}

func testInvalidJSON(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	for text, want := range map[string]string{
		`{"password":"hunter2"`:            "it is not JSON",
		`{"password":"hunter2\u0000"}`:     "NUL",
		`{"hunter2\u0000":1}`:              "NUL",
		`{"list":[{"password":"\u0000"}]}`: "NUL",
		`{"hunter2":1E400}`:                "larger than",
		`["hunter2"]`:                      "another type",
		`null`:                             "another type",
	} {
		for name, config := range map[string]acctest.Values{
			"module_config": {"name": "Hall", "module_config": modules("call.zoom", text)},
			"schedule_data": {"name": "Hall", "schedule_data": text},
		} {
			diags := client.ValidateResource(roomType, config)
			requireOneDiagnostic(t, diags, "error at "+name, want)
			if strings.Contains(strings.Join(diags, ""), "hunter2") {
				t.Errorf("the diagnostic shows the value: %q", diags)
			}
		}
	}
	requireNoDiagnostics(t, client.ValidateResource(roomType, acctest.Values{"name": "Hall", "schedule_data": acctest.Unknown, "module_config": modules("x", tftypes.UnknownValue)}))
}

func testUncheckedGrants(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	strings := tftypes.List{ElementType: tftypes.String}
	lists := tftypes.List{ElementType: strings}
	text := func(text string) tftypes.Value { return tftypes.NewValue(tftypes.String, text) }
	list := func(texts ...tftypes.Value) tftypes.Value { return tftypes.NewValue(strings, texts) }
	grants := func(roles map[string]tftypes.Value) tftypes.Value {
		return tftypes.NewValue(tftypes.Map{ElementType: lists}, roles)
	}
	config := acctest.Values{"name": "Hall", "trait_grants": grants(map[string]tftypes.Value{
		"viewer": tftypes.NewValue(lists, []tftypes.Value{}), "speaker": tftypes.NewValue(lists, []tftypes.Value{list(text("a"), text("b")), list(text("c"))}),
	})}
	created := requireStable(t, client, client.MustApply(client.Absent(roomType), config), config)
	s.mustPatch(t, "/api/v1/worlds/acc/rooms/"+created.Attribute(t, "id")+"/", `{"trait_grants":{"viewer":[],"speaker":[["a","b"],"c"],"moderator":"x","owner":null}}`)
	requireStable(t, client, created, config)
	for _, broken := range []tftypes.Value{
		grants(map[string]tftypes.Value{"viewer": tftypes.NewValue(lists, nil)}),
		grants(map[string]tftypes.Value{"viewer": tftypes.NewValue(lists, []tftypes.Value{tftypes.NewValue(strings, nil)})}),
		grants(map[string]tftypes.Value{"viewer": tftypes.NewValue(lists, []tftypes.Value{list(tftypes.NewValue(tftypes.String, nil))})}),
		grants(map[string]tftypes.Value{"viewer": tftypes.NewValue(lists, []tftypes.Value{list(text("a"), text("b\x00"))})}),
		grants(map[string]tftypes.Value{"view\x00er": tftypes.NewValue(lists, []tftypes.Value{})}),
	} {
		requireOneDiagnostic(t, client.ValidateResource(roomType, acctest.Values{"name": "Hall", "trait_grants": broken}), "error at trait_grants")
	}
}

func testReorderedRooms(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	config := acctest.Values{"name": "Hall", "sorting_priority": 5}
	created := client.MustApply(client.Absent(roomType), config)
	priority := int64(2)
	if _, err := s.client.UpdateRoom(t.Context(), "", created.Attribute(t, "id"), api.RoomChange{SortingPriority: &priority}); err != nil {
		t.Fatal(err)
	}
	// A change between plan and apply is neither an error nor undone. The next refresh shows it.
	created = client.MustApply(created, acctest.Values{"name": "Lobby", "sorting_priority": 5})
	if got := s.onlyRoom(t).SortingPriority; got != 2 || created.Attribute(t, "sorting_priority") != `tftypes.Number<"5">` {
		t.Errorf("priority %d, and %s in the state", got, created.Attribute(t, "sorting_priority"))
	}
	read, diags := client.Read(created)
	requireNoDiagnostics(t, diags)
	if got := read.Attribute(t, "sorting_priority"); got != `tftypes.Number<"2">` {
		t.Errorf("a refresh finds the priority %s", got)
	}
	client.MustApply(read, acctest.Values{"name": "Lobby", "sorting_priority": 5})
	if got := s.onlyRoom(t).SortingPriority; got != 5 {
		t.Errorf("the apply leaves the priority %d", got)
	}
}

// testModuleWithoutType also uses types that are unknown until apply.
func testModuleWithoutType(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	for _, moduleType := range []string{"", " "} {
		config := acctest.Values{"name": "Hall", "module_config": modules(moduleType, "{}")}
		requireOneDiagnostic(t, client.ValidateResource(roomType, config), "error at module_config", "must not be empty")
		planned, diags := client.Plan(client.Absent(roomType), acctest.Values{"name": "Hall", "module_config": modules(tftypes.UnknownValue, "{}")})
		requireNoDiagnostics(t, diags)
		planned.Value = withAttribute(t, planned.Value, "module_config", modules(moduleType, "{}"))
		_, diags = client.Apply(client.Absent(roomType), planned, config)
		requireOneDiagnostic(t, diags, "error at module_config", "no type")
	}
	if sent := len(s.server.Requests("", "")); sent > 0 {
		t.Errorf("%d requests were sent", sent)
	}
}

func testModuleWithoutConfig(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	config := acctest.Values{"name": "Hall", "module_config": modules("call.bigbluebutton", nil)}
	created := client.MustApply(client.Absent(roomType), config)
	if got := string(s.lastBody(t, http.MethodPost)["module_config"]); got != `[{"type":"call.bigbluebutton","config":{}}]` {
		t.Errorf("%s was sent", got)
	}
	s.mustPatch(t, "/api/v1/worlds/acc/rooms/"+created.Attribute(t, "id")+"/", `{"module_config":[{"type":"call.bigbluebutton"}]}`)
	requireStable(t, client, created, config)
}

func testModuleWithOtherFields(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	config := acctest.Values{"name": "Hall", "module_config": modules("chat.native", nil)}
	created := client.MustApply(client.Absent(roomType), config)
	for body, want := range map[string]string{
		`{"module_config":[{"type":"chat.native","config":{},"zeta":1,"alpha":2}]}`: "chat.native, has more than a type and a config: alpha, zeta",
	} {
		s.mustPatch(t, "/api/v1/worlds/acc/rooms/"+created.Attribute(t, "id")+"/", body)
		imported, diags := client.Import(roomType, created.Attribute(t, "id"))
		requireNoDiagnostics(t, diags)
		_, diags = client.Read(imported)
		requireOneDiagnostic(t, diags, "error: Cannot import Venueless room", want)
		moved, diags := client.Move(acctest.Source{
			Provider: "registry.terraform.io/mastercard/restapi", Type: "restapi_object",
			State: `{"id": "` + created.Attribute(t, "id") + `", "path": "/api/v1/worlds/acc/rooms"}`,
		}, roomType)
		requireNoDiagnostics(t, diags)
		_, diags = client.Read(moved)
		requireOneDiagnostic(t, diags, "error: Cannot import Venueless room", want)
		read, diags := client.Read(created)
		requireOneDiagnostic(t, diags, `warning at module_config`, want)
		if planned, _ := client.Plan(read, config); !planned.Value.Equal(read.Value) {
			t.Errorf("%v is planned", planned.Value)
		}
	}
}

func testModulePasswordSensitive(t *testing.T, _ fixture) {
	t.Helper()
	for name, source := range map[string]datasource.DataSource{"one": venueless.NewDataSource(), "many": venueless.NewListDataSource()} {
		var resp datasource.SchemaResponse
		source.Schema(t.Context(), datasource.SchemaRequest{}, &resp)
		attributes := resp.Schema.Attributes
		if rooms, ok := attributes["rooms"].(schema.ListNestedAttribute); ok {
			attributes = rooms.NestedObject.Attributes
		}
		list, ok := attributes["module_config"].(schema.ListNestedAttribute)
		if !ok || !list.NestedObject.Attributes["config"].IsSensitive() {
			t.Errorf("%s: the config of modules is not sensitive", name)
		}
	}
}

func testNestedErrors(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	config := acctest.Values{"name": "Hall"}
	for body, where := range map[string]string{
		`{"module_config":{"0":["Expected a dictionary."]}}`: "module_config", `{"name":["Taken."]}`: "name", `{"trait_grants":["No."]}`: "trait_grants",
	} {
		planned, diags := client.Plan(client.Absent(roomType), config)
		requireNoDiagnostics(t, diags)
		s.server.Reset()
		s.server.Inject(faultserver.Fault{Method: http.MethodPost, Status: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/json"}}, Body: body})
		_, diags = client.Apply(client.Absent(roomType), planned, config)
		requireOneDiagnostic(t, diags, `error at `+where+``, "Cannot create Venueless room", "400")
	}
}
