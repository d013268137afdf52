package venueless_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// TestTraps holds each known peculiarity of the service against the provider. The numbers are those of the topics: 1.1
// fields, 1.2 requests, 1.3 tokens, 1.4 deleting, 1.5 changing, 1.6 grants, 1.7 order, 1.8 modules, 1.9 worlds, 1.10
// errors.
func TestTraps(t *testing.T) {
	t.Parallel()
	for _, trap := range []struct {
		name string
		test func(*testing.T, service)
	}{
		{"1.1.1 fields of the published page are not sent", trapOldFields},
		{"1.1.2 white space at the ends is stripped", trapStripped},
		{"1.1.3 no description is not an empty one", trapDescription},
		{"1.1.4 numbers have 32 bits", trapNumbers},
		{"1.1.5 a name is bounded", trapNames},
		{"1.2.1 paths end with a slash", trapSlash},
		{"1.2.2 pages are not followed to another host", trapPages},
		{"1.2.3 names may repeat", trapSameNames},
		{"1.3.1 traits are in every token, and its clock is late", trapTokens},
		{"1.3.2 every refused token is a 403", trapForbidden},
		{"1.3.3 a new world lets no token create rooms", trapNewWorld},
		{"1.3.4 an unknown world is a 404", trapUnknownWorld},
		{"1.4.1 a room deleted in the web app still exists", trapSoftDeleted},
		{"1.4.2 deleting a chat room deletes direct messages", trapDirectMessages},
		{"1.4.3 a 500 may have created, changed or deleted", trapServerErrors},
		{"1.5.1 PATCH sends what has changed, and no id", trapPatch},
		{"1.5.2 JSON comes back in another spelling", trapJSON},
		{"1.5.3 JSON that breaks the server", trapBrokenJSON},
		{"1.6.1 grants are not checked by the server", trapOddGrants},
		{"1.6.2 a room may be invisible to the token that made it", trapInvisible},
		{"1.7 reordering in the web app is drift", trapOrder},
		{"1.8.1 a module without a type breaks the world", trapNoType},
		{"1.8.2 a config is always sent", trapNoConfig},
		{"1.8.3 modules may have more than type and config", trapMoreKeys},
		{"1.8.4 a config may hold a password", trapPassword},
		{"1.9 the secrets of a world come with it", trapWorldSecrets},
		{"1.10 errors are nested by field", trapNestedErrors},
	} {
		t.Run(trap.name, func(t *testing.T) {
			t.Parallel()
			trap.test(t, start(t))
		})
	}
}

// sent is the body of the last request of a method, by field.
func (s service) sent(t *testing.T, method string) map[string]json.RawMessage {
	t.Helper()
	requests := s.server.Requests(method, "")
	if len(requests) == 0 {
		t.Fatalf("no %s was sent", method)
	}
	var body map[string]json.RawMessage
	if err := json.Unmarshal(requests[len(requests)-1].Body, &body); err != nil {
		t.Fatal(err)
	}
	return body
}

// settled fails unless another refresh and plan of a room find nothing to do.
func settled(t *testing.T, caller *acctest.ProtocolClient, made acctest.Object, config acctest.Values) acctest.Object {
	t.Helper()
	read, complaints := caller.Read(made)
	none(t, complaints)
	if !read.Value.Equal(made.Value) {
		t.Errorf("after apply it is %v, after refresh %v", made.Value, read.Value)
	}
	planned, complaints := caller.Plan(read, config)
	none(t, complaints)
	if !planned.Value.Equal(read.Value) {
		t.Errorf("there is still a plan: from %v to %v", read.Value, planned.Value)
	}
	return read
}

func trapOldFields(t *testing.T, s service) {
	t.Helper()
	s.call(t).MustApply(s.call(t).Absent(kind), acctest.Values{"name": "Hall"})
	for name := range s.sent(t, http.MethodPost) {
		if known := []string{"id", "name", "description", "sorting_priority", "pretalx_id", "module_config", "trait_grants", "deleted"}; !slices.Contains(known, name) {
			t.Errorf("%s was sent", name)
		}
	}
}

// trapStripped takes texts that are only known at apply, which no validator has seen.
func trapStripped(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	config := acctest.Values{"name": "Hall\n", "description": "\n Main room \n"}
	planned, complaints := caller.Plan(caller.Absent(kind), acctest.Values{"name": acctest.Unknown, "description": acctest.Unknown})
	none(t, complaints)
	planned.Value = with(t, planned.Value, config)
	made, complaints := caller.Apply(caller.Absent(kind), planned, config)
	none(t, complaints)
	if made.Attribute(t, "name") != "Hall\n" || made.Attribute(t, "description") != "\n Main room \n" || s.only(t).Name != "Hall" {
		t.Errorf("made %v", made.Value)
	}
	settled(t, caller, made, config)
	one(t, caller.ValidateResource(kind, acctest.Values{"name": "Hall\n"}), "error at name", "trimspace")

	imported, complaints := caller.Import(kind, "acc/"+made.Attribute(t, "id"))
	none(t, complaints)
	read, complaints := caller.Read(imported)
	none(t, complaints)
	planned, complaints = caller.Plan(read, acctest.Values{"name": "Hall", "description": "Main room\n"})
	none(t, complaints)
	if !planned.Value.Equal(read.Value) {
		t.Errorf("after an import %v is planned instead of %v", planned.Value, read.Value)
	}
}

// with replaces attributes of an object.
func with(t *testing.T, value tftypes.Value, texts acctest.Values) tftypes.Value {
	t.Helper()
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		t.Fatal(err)
	}
	for name, text := range texts {
		attributes[name] = tftypes.NewValue(attributes[name].Type(), text)
	}
	return tftypes.NewValue(value.Type(), attributes)
}

func trapDescription(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	made := caller.MustApply(caller.Absent(kind), acctest.Values{"name": "Hall"})
	for _, test := range []struct {
		config acctest.Values
		want   string
	}{
		{acctest.Values{"name": "Hall", "description": ""}, `""`},
		{acctest.Values{"name": "Hall"}, ""}, // rooms made in the web app have an empty one
		{acctest.Values{"name": "Hall", "description": "x"}, `"x"`},
		{acctest.Values{"name": "Hall", "description": ""}, `""`},
		{acctest.Values{"name": "Hall", "description": "x"}, `"x"`},
		{acctest.Values{"name": "Hall"}, "null"},
	} {
		made = caller.MustApply(made, test.config)
		if got := string(s.sent(t, http.MethodPatch)["description"]); got != test.want {
			t.Errorf("%s was sent, want %s", got, test.want)
		}
		made = settled(t, caller, made, test.config)
	}
}

func trapNumbers(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	for _, name := range []string{"sorting_priority", "pretalx_id"} {
		for _, number := range []int64{-2147483649, 2147483648} {
			one(t, caller.ValidateResource(kind, acctest.Values{"name": "Hall", name: number}), "error at "+name)
		}
	}
	settled(t, caller, caller.MustApply(caller.Absent(kind), acctest.Values{"name": "Hall", "sorting_priority": -2147483648, "pretalx_id": 2147483647}),
		acctest.Values{"name": "Hall", "sorting_priority": -2147483648, "pretalx_id": 2147483647})
}

func trapNames(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	for _, name := range []string{"", strings.Repeat("n", 301), "a\x00b"} {
		one(t, caller.ValidateResource(kind, acctest.Values{"name": name}), "error at name")
	}
	none(t, caller.ValidateResource(kind, acctest.Values{"name": strings.Repeat("ü", 300)}))
	none(t, caller.ValidateResource(kind, acctest.Values{"name": acctest.Unknown}))
}

// trapSlash holds that every request ends with a slash, and that the page which answers others never passes for a world
// without rooms.
func trapSlash(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	made := caller.MustApply(caller.Absent(kind), acctest.Values{"name": "Hall", "module_config": modules("chat.native", nil)})
	_, complaints := caller.ReadDataSource(kind+"s", acctest.Values{})
	none(t, complaints)
	made = caller.MustApply(made, acctest.Values{"name": "Lobby", "module_config": modules("chat.native", nil)})
	caller.MustApply(made, nil)
	for _, request := range s.server.Requests("", "") {
		if !strings.HasSuffix(request.Path, "/") {
			t.Errorf("%s %s has no slash at its end", request.Method, request.Path)
		}
	}
	s.server.Inject(faultserver.Fault{Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<title>Venueless</title>"})
	for name, do := range map[string]func() []string{
		"list": func() []string { _, complaints := caller.ReadDataSource(kind+"s", acctest.Values{}); return complaints },
		"find": func() []string {
			_, complaints := caller.ReadDataSource(kind, acctest.Values{"name": "Hall"})
			return complaints
		},
		"query":  func() []string { _, complaints := caller.Query(kind, acctest.Values{}, 0); return complaints },
		"read":   func() []string { _, complaints := caller.Read(made); return complaints },
		"delete": func() []string { _, complaints := caller.Apply(made, caller.Absent(kind), nil); return complaints },
	} {
		t.Log(name)
		one(t, do(), "an HTML page", "endpoint", "Nothing is removed from the state")
	}
}

// trapPages has a proxy that tells the server another host than its own, from which the server makes its links.
func trapPages(t *testing.T, s service) {
	t.Helper()
	for range 51 {
		s.make(t, venueless.Room{Name: "Room"}) // all equal, so that they come in no stable order
	}
	s.server.Inject(faultserver.Fault{
		Method: http.MethodGet, Times: 1, Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: `{"count":51,"next":"http://elsewhere.invalid/?page=2","results":[]}`,
	})
	found, complaints := s.call(t).ReadDataSource(kind+"s", acctest.Values{})
	none(t, complaints)
	ids := map[string]bool{}
	for _, room := range found.List(t, "rooms") {
		ids[room.Attribute(t, "id")] = true
	}
	if len(ids) != 51 || len(found.List(t, "rooms")) != 51 {
		t.Errorf("%d rooms with %d ids were found, want 51", len(found.List(t, "rooms")), len(ids))
	}
	if pages := s.server.Requests(http.MethodGet, ""); pages[1].Query.Get("page") != "2" {
		t.Errorf("the second request asked for page %q", pages[1].Query.Get("page"))
	}
}

func trapSameNames(t *testing.T, s service) {
	t.Helper()
	caller := s.call(t)
	first := s.make(t, venueless.Room{Name: "Hall", SortingPriority: 7})
	second := s.make(t, venueless.Room{Name: "Hall", Deleted: true})
	found, complaints := caller.ReadDataSource(kind, acctest.Values{"name": "Hall"})
	none(t, complaints)
	if found.Attribute(t, "id") != first.ID {
		t.Errorf("found %v", found.Value)
	}
	_, complaints = caller.ReadDataSource(kind, acctest.Values{"name": "Hall", "include_deleted": true})
	one(t, complaints, "error at name", first.ID, second.ID, "Exactly one")
	_, complaints = caller.ReadDataSource(kind, acctest.Values{"name": "Lobby"})
	one(t, complaints, "error at name", `no room named "Lobby"`)
	found, complaints = caller.ReadDataSource(kind, acctest.Values{"id": second.ID})
	none(t, complaints)
	if found.Attribute(t, "name") != "Hall" {
		t.Errorf("found %v", found.Value)
	}
	_, complaints = caller.ReadDataSource(kind, acctest.Values{"id": uuid.NewString()})
	one(t, complaints, "404")
}
