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

func trapSoftDeleted(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	config := acctest.Values{"name": "Hall", "module_config": modules("chat.native", nil)}
	made := caller.MustApply(caller.Absent(kind), config)
	id, deleted := made.Attribute(t, "id"), true
	s.AddChatMessages("acc", id, 5)
	if _, err := s.client.UpdateRoom(t.Context(), "", id, api.RoomChange{Deleted: &deleted}); err != nil {
		t.Fatal(err)
	}
	read, complaints := caller.Read(made)
	none(t, complaints)
	planned, complaints := caller.Plan(read, config)
	none(t, complaints)
	if read.Attribute(t, "deleted") != `tftypes.Bool<"true">` || planned.Attribute(t, "deleted") != `tftypes.Bool<"false">` || planned.Attribute(t, "id") != id || len(planned.Replaces) > 0 {
		t.Errorf("from %v, it plans %v", read.Value, planned.Value)
	}
	settled(t, caller, caller.MustApply(read, config), config)
	if got := s.only(t); got.Deleted || got.ID != id || s.ChatMessages("acc", id) != 5 {
		t.Errorf("restored as %+v with %d messages", got, s.ChatMessages("acc", id))
	}

	// A destroy that is told to only marks a room as deleted does no more, and is done where the room is gone.
	config["deletion_mode"] = "soft"
	made = caller.MustApply(read, config)
	for range 2 {
		_, complaints = caller.Apply(made, caller.Absent(kind), nil)
		none(t, complaints)
		if got := s.only(t); !got.Deleted || s.ChatMessages("acc", id) != 5 {
			t.Errorf("destroyed to %+v with %d messages", got, s.ChatMessages("acc", id))
		}
	}
	if err := s.client.DeleteRoom(t.Context(), "", id); err != nil {
		t.Fatal(err)
	}
	_, complaints = caller.Apply(made, caller.Absent(kind), nil)
	none(t, complaints)
}

func trapDirectMessages(t *testing.T, s service) {
	t.Helper()
	s.AddDirectMessages("acc", 3)
	s.AddDirectMessages("acc", 4)
	caller := s.call(t)
	none := func(step string) {
		t.Helper()
		if channels, messages := s.DirectMessages("acc"); channels != 2 || messages != 7 {
			t.Fatalf("after %s, people have %d channels with %d messages", step, channels, messages)
		}
	}
	destroy := func(made acctest.Object) {
		t.Helper()
		if _, complaints := caller.Apply(made, caller.Absent(kind), nil); len(complaints) > 0 {
			t.Fatal(complaints)
		}
		if left := len(s.all(t)); left > 0 {
			t.Fatalf("%d rooms are left", left)
		}
	}
	chat := acctest.Values{"name": "Hall", "module_config": modules("page.markdown", nil, "chat.native", nil)}
	destroy(caller.MustApply(caller.Absent(kind), chat))
	none("the destroy of a room with a chat")

	// The state does not know of a chat that somebody added in the web app.
	made := caller.MustApply(caller.Absent(kind), acctest.Values{"name": "Hall"})
	list := []api.Module{{Type: "chat.native", Config: []byte("{}")}}
	if _, err := s.client.UpdateRoom(t.Context(), "", made.Attribute(t, "id"), api.RoomChange{ModuleConfig: &list}); err != nil {
		t.Fatal(err)
	}
	destroy(made)
	none("the destroy of a room that got a chat outside Terraform")

	// The first delete gets lost, with and without having been carried out.
	for _, commit := range []bool{false, true} {
		made = caller.MustApply(caller.Absent(kind), chat)
		s.server.Inject(faultserver.Fault{Method: http.MethodDelete, Times: 1, Commit: commit, Reset: true})
		destroy(made)
		none("a destroy with a lost answer")
		s.server.Reset()
	}

	// A chat that cannot be taken away is not deleted either.
	made = caller.MustApply(caller.Absent(kind), chat)
	s.server.Inject(faultserver.Fault{Method: http.MethodPatch, Status: http.StatusForbidden, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"detail":"no"}`})
	_, complaints := caller.Apply(made, caller.Absent(kind), nil)
	one(t, complaints, "Cannot delete Venueless room", "PATCH")
	none("a destroy without the right to change rooms")
}

func trapServerErrors(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	broken := faultserver.Fault{Status: http.StatusInternalServerError, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<title>Server Error (500)</title>"}
	spoil := func(method string, commit bool) {
		s.server.Reset()
		rule := broken
		rule.Method, rule.Commit = method, commit
		s.server.Inject(rule)
	}
	config := acctest.Values{"name": "Hall"}
	spoil(http.MethodPost, true)
	made := caller.MustApply(caller.Absent(kind), config)
	if s.only(t).ID != made.Attribute(t, "id") {
		t.Error("the room in the state is another one than that of the service")
	}
	s.server.Reset()
	made = settled(t, caller, made, config)
	spoil(http.MethodDelete, true)
	_, complaints := caller.Apply(made, caller.Absent(kind), nil)
	none(t, complaints)
	if left := len(s.all(t)); left > 0 {
		t.Errorf("%d rooms are left", left)
	}

	// Nothing answers any more: what may have been made is not forgotten, so that the next apply clears it up.
	s.server.Reset()
	for _, commit := range []bool{true, false} {
		spoil(http.MethodPost, commit)
		silent := broken
		silent.Method = http.MethodGet
		s.server.Inject(silent)
		planned, complaints := caller.Plan(caller.Absent(kind), config)
		none(t, complaints)
		made, complaints = caller.Apply(caller.Absent(kind), planned, config)
		if len(complaints) != 2 || !strings.Contains(strings.Join(complaints, " "), made.Attribute(t, "id")) {
			t.Errorf("the complaints are %q", complaints)
		}
		s.server.Reset()
		_, complaints = caller.Apply(made, caller.Absent(kind), nil)
		none(t, complaints)
		if left := len(s.all(t)); left > 0 {
			t.Errorf("%d rooms are left", left)
		}
	}
}

func trapPatch(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	made := caller.MustApply(caller.Absent(kind), acctest.Values{"name": "Hall", "module_config": modules("chat.native", nil)})
	if id := string(s.sent(t, http.MethodPost)["id"]); id != `"`+made.Attribute(t, "id")+`"` {
		t.Errorf("created with the id %s", id)
	}
	caller.MustApply(made, acctest.Values{"name": "Lobby", "module_config": modules("chat.native", nil)})
	if sent := s.sent(t, http.MethodPatch); len(sent) != 1 || string(sent["name"]) != `"Lobby"` {
		t.Errorf("sent %s", sent)
	}
	if puts := len(s.server.Requests(http.MethodPut, "")); puts > 0 {
		t.Errorf("%d PUTs were sent", puts)
	}
	if got := s.only(t); got.Name != "Lobby" || !got.HasModule("chat.native") {
		t.Errorf("the room is %+v", got)
	}
}

func trapJSON(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	odd := `{ "thousand": 1e3, "half": 1.50, "huge": 1e23, "tiny": 1e-7, "exact": 9007199254740993, "name": "  <a & b>  ", "list": [1.0, null, true] }`
	config := acctest.Values{"name": "Hall", "module_config": modules("page.markdown", odd), "schedule_data": odd}
	made := settled(t, caller, caller.MustApply(caller.Absent(kind), config), config)
	if got := made.List(t, "module_config")[0].Attribute(t, "config"); got != odd {
		t.Errorf("the config is now spelled %s", got)
	}
	imported, complaints := caller.Import(kind, made.Attribute(t, "id"))
	none(t, complaints)
	read, complaints := caller.Read(imported)
	none(t, complaints)
	planned, complaints := caller.Plan(read, config)
	none(t, complaints)
	if !planned.Value.Equal(read.Value) {
		t.Errorf("after an import %v is planned instead of %v", planned.Value, read.Value)
	}
	config["schedule_data"] = strings.Replace(odd, "9007199254740993", "9007199254740992", 1)
	if planned, _ := caller.Plan(read, config); planned.Value.Equal(read.Value) {
		t.Error("another number is not planned")
	}
}

func trapBrokenJSON(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	for text, problem := range map[string]string{
		`{"password":"hunter2"`:            "it is no JSON",
		`{"password":"hunter2\u0000"}`:     "NUL",
		`{"hunter2\u0000":1}`:              "NUL",
		`{"list":[{"password":"\u0000"}]}`: "NUL",
		`{"hunter2":1E400}`:                "larger than",
		`["hunter2"]`:                      "another kind",
		`null`:                             "another kind",
	} {
		for name, config := range map[string]acctest.Values{
			"module_config": {"name": "Hall", "module_config": modules("call.zoom", text)},
			"schedule_data": {"name": "Hall", "schedule_data": text},
		} {
			complaints := caller.ValidateResource(kind, config)
			one(t, complaints, "error at "+name, problem)
			if strings.Contains(strings.Join(complaints, ""), "hunter2") {
				t.Errorf("the complaint shows the text: %q", complaints)
			}
		}
	}
	none(t, caller.ValidateResource(kind, acctest.Values{"name": "Hall", "schedule_data": acctest.Unknown, "module_config": modules("x", tftypes.UnknownValue)}))
}

func trapOddGrants(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
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
	made := settled(t, caller, caller.MustApply(caller.Absent(kind), config), config)
	s.patch(t, "/api/v1/worlds/acc/rooms/"+made.Attribute(t, "id")+"/", `{"trait_grants":{"viewer":[],"speaker":[["a","b"],"c"],"moderator":"x","owner":null}}`)
	settled(t, caller, made, config)
	for _, broken := range []tftypes.Value{
		grants(map[string]tftypes.Value{"viewer": tftypes.NewValue(lists, nil)}),
		grants(map[string]tftypes.Value{"viewer": tftypes.NewValue(lists, []tftypes.Value{tftypes.NewValue(strings, nil)})}),
		grants(map[string]tftypes.Value{"viewer": tftypes.NewValue(lists, []tftypes.Value{list(tftypes.NewValue(tftypes.String, nil))})}),
		grants(map[string]tftypes.Value{"viewer": tftypes.NewValue(lists, []tftypes.Value{list(text("a"), text("b\x00"))})}),
		grants(map[string]tftypes.Value{"view\x00er": tftypes.NewValue(lists, []tftypes.Value{})}),
	} {
		one(t, caller.ValidateResource(kind, acctest.Values{"name": "Hall", "trait_grants": broken}), "error at trait_grants")
	}
}

func trapOrder(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	config := acctest.Values{"name": "Hall", "sorting_priority": 5}
	made := caller.MustApply(caller.Absent(kind), config)
	priority := int64(2)
	if _, err := s.client.UpdateRoom(t.Context(), "", made.Attribute(t, "id"), api.RoomChange{SortingPriority: &priority}); err != nil {
		t.Fatal(err)
	}
	// Between plan and apply, it is neither an error nor undone: the next refresh shows it.
	made = caller.MustApply(made, acctest.Values{"name": "Lobby", "sorting_priority": 5})
	if got := s.only(t).SortingPriority; got != 2 || made.Attribute(t, "sorting_priority") != `tftypes.Number<"5">` {
		t.Errorf("priority %d, and %s in the state", got, made.Attribute(t, "sorting_priority"))
	}
	read, complaints := caller.Read(made)
	none(t, complaints)
	if got := read.Attribute(t, "sorting_priority"); got != `tftypes.Number<"2">` {
		t.Errorf("a refresh finds the priority %s", got)
	}
	caller.MustApply(read, acctest.Values{"name": "Lobby", "sorting_priority": 5})
	if got := s.only(t).SortingPriority; got != 5 {
		t.Errorf("the apply leaves the priority %d", got)
	}
}

// trapNoType takes types that are only known at apply, too.
func trapNoType(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	for _, kindOf := range []string{"", " "} {
		config := acctest.Values{"name": "Hall", "module_config": modules(kindOf, "{}")}
		one(t, caller.ValidateResource(kind, config), "error at module_config", "must not be empty")
		planned, complaints := caller.Plan(caller.Absent(kind), acctest.Values{"name": "Hall", "module_config": modules(tftypes.UnknownValue, "{}")})
		none(t, complaints)
		planned.Value = replaced(t, planned.Value, "module_config", modules(kindOf, "{}"))
		_, complaints = caller.Apply(caller.Absent(kind), planned, config)
		one(t, complaints, "error at module_config", "no type")
	}
	if sent := len(s.server.Requests("", "")); sent > 0 {
		t.Errorf("%d requests were sent", sent)
	}
}

// replaced has another value of an attribute.
func replaced(t *testing.T, value tftypes.Value, name string, by tftypes.Value) tftypes.Value {
	t.Helper()
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		t.Fatal(err)
	}
	attributes[name] = by
	return tftypes.NewValue(value.Type(), attributes)
}

func trapNoConfig(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	config := acctest.Values{"name": "Hall", "module_config": modules("call.bigbluebutton", nil)}
	made := caller.MustApply(caller.Absent(kind), config)
	if got := string(s.sent(t, http.MethodPost)["module_config"]); got != `[{"type":"call.bigbluebutton","config":{}}]` {
		t.Errorf("%s was sent", got)
	}
	s.patch(t, "/api/v1/worlds/acc/rooms/"+made.Attribute(t, "id")+"/", `{"module_config":[{"type":"call.bigbluebutton"}]}`)
	settled(t, caller, made, config)
}

func trapMoreKeys(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	config := acctest.Values{"name": "Hall", "module_config": modules("chat.native", nil)}
	made := caller.MustApply(caller.Absent(kind), config)
	for body, says := range map[string]string{
		`{"module_config":[{"type":"chat.native","config":{},"zeta":1,"alpha":2}]}`: "chat.native, has more than a type and a config: alpha, zeta",
	} {
		s.patch(t, "/api/v1/worlds/acc/rooms/"+made.Attribute(t, "id")+"/", body)
		imported, complaints := caller.Import(kind, made.Attribute(t, "id"))
		none(t, complaints)
		_, complaints = caller.Read(imported)
		one(t, complaints, "error: Cannot import Venueless room", says)
		moved, complaints := caller.Move(acctest.Source{
			Provider: "registry.terraform.io/mastercard/restapi", Type: "restapi_object",
			State: `{"id": "` + made.Attribute(t, "id") + `", "path": "/api/v1/worlds/acc/rooms"}`,
		}, kind)
		none(t, complaints)
		_, complaints = caller.Read(moved)
		one(t, complaints, "error: Cannot import Venueless room", says)
		read, complaints := caller.Read(made)
		one(t, complaints, `warning at module_config`, says)
		if planned, _ := caller.Plan(read, config); !planned.Value.Equal(read.Value) {
			t.Errorf("%v is planned", planned.Value)
		}
	}
}

func trapPassword(t *testing.T, _ service) {
	t.Helper()
	for name, source := range map[string]datasource.DataSource{"one": venueless.NewDataSource(), "many": venueless.NewDataSourceList()} {
		var resp datasource.SchemaResponse
		source.Schema(t.Context(), datasource.SchemaRequest{}, &resp)
		attributes := resp.Schema.Attributes
		if rooms, ok := attributes["rooms"].(schema.ListNestedAttribute); ok {
			attributes = rooms.NestedObject.Attributes
		}
		list, ok := attributes["module_config"].(schema.ListNestedAttribute)
		if !ok || !list.NestedObject.Attributes["config"].IsSensitive() {
			t.Errorf("%s: the config of modules is shown", name)
		}
	}
}

func trapNestedErrors(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	config := acctest.Values{"name": "Hall"}
	for body, where := range map[string]string{
		`{"module_config":{"0":["Expected a dictionary."]}}`: "module_config", `{"name":["Taken."]}`: "name", `{"trait_grants":["No."]}`: "trait_grants",
	} {
		planned, complaints := caller.Plan(caller.Absent(kind), config)
		none(t, complaints)
		s.server.Reset()
		s.server.Inject(faultserver.Fault{Method: http.MethodPost, Status: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/json"}}, Body: body})
		_, complaints = caller.Apply(caller.Absent(kind), planned, config)
		one(t, complaints, `error at `+where+``, "Cannot create Venueless room", "400")
	}
}
