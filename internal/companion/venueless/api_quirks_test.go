package venueless_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// TestAPIQuirks tests the provider against each known way in which the service differs from its documentation, or from what a
// client would expect.
func TestAPIQuirks(t *testing.T) {
	t.Parallel()
	for _, quirk := range []struct {
		name string
		test func(*testing.T, fixture)
	}{
		// Fields of rooms.
		{"removed fields are not sent", testRemovedFieldsNotSent},
		{"the server strips white space", testWhiteSpaceStripped},
		{"null and empty descriptions differ", testNullAndEmptyDescription},
		{"numbers have 32 bits", testInt32Limits},
		{"the length of a name is limited", testNameLimits},
		// Requests and lists.
		{"paths end with a slash", testTrailingSlash},
		{"the link to the next page can have another host", testNextLinkOfOtherHost},
		{"names are not unique", testDuplicateNames},
		// Tokens.
		{"each token needs traits and an iat in the past", testTokenClaims},
		{"each refused token gets a 403", testRefusedToken},
		{"no token may create rooms in a new world", testNewWorld},
		{"an unknown world gets a 404", testUnknownWorld},
		// Deletion.
		{"a room deleted in the web app still exists", testSoftDeletedRoom},
		{"the deletion of a chat room deletes direct messages", testDirectMessagesKept},
		{"a request can be executed in spite of a 500", testAmbiguousServerErrors},
		// Changes.
		{"PATCH has only changes and no id", testPatchBody},
		{"the server rewrites JSON", testJSONRewritten},
		{"the server fails on some JSON", testInvalidJSON},
		// Trait grants.
		{"the server does not check trait grants", testUncheckedGrants},
		{"a room can be invisible to the token that created it", testInvisibleRoom},
		// Order.
		{"reordering in the web app is drift", testReorderedRooms},
		// Modules.
		{"a module without a type breaks the world", testModuleWithoutType},
		{"a module needs a config", testModuleWithoutConfig},
		{"a module can have other fields", testModuleWithOtherFields},
		{"a config can have a password", testModulePasswordSensitive},
		// Worlds.
		{"a world has the secrets of its tokens", testWorldSecrets},
		// Errors.
		{"error messages are nested by field", testNestedErrors},
	} {
		t.Run(quirk.name, func(t *testing.T) {
			t.Parallel()
			quirk.test(t, newFixture(t))
		})
	}
}

func testRemovedFieldsNotSent(t *testing.T, s fixture) {
	t.Helper()
	s.protocolClient(t).MustApply(s.protocolClient(t).Absent(roomType), acctest.Values{"name": "Hall"})
	for name := range s.lastBody(t, http.MethodPost) {
		if known := []string{"id", "name", "description", "sorting_priority", "pretalx_id", "module_config", "trait_grants", "deleted"}; !slices.Contains(known, name) {
			t.Errorf("%s was sent", name)
		}
	}
}

// testWhiteSpaceStripped uses strings that are unknown until apply, which no validator has checked.
func testWhiteSpaceStripped(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	config := acctest.Values{"name": "Hall\n", "description": "\n Main room \n"}
	planned, diags := client.Plan(client.Absent(roomType), acctest.Values{"name": acctest.Unknown, "description": acctest.Unknown})
	requireNoDiagnostics(t, diags)
	planned.Value = withStrings(t, planned.Value, config)
	created, diags := client.Apply(client.Absent(roomType), planned, config)
	requireNoDiagnostics(t, diags)
	if created.Attribute(t, "name") != "Hall\n" || created.Attribute(t, "description") != "\n Main room \n" || s.onlyRoom(t).Name != "Hall" {
		t.Errorf("the state is %v", created.Value)
	}
	requireStable(t, client, created, config)
	requireOneDiagnostic(t, client.ValidateResource(roomType, acctest.Values{"name": "Hall\n"}), "error at name", "trimspace")

	imported, diags := client.Import(roomType, "acc/"+created.Attribute(t, "id"))
	requireNoDiagnostics(t, diags)
	read, diags := client.Read(imported)
	requireNoDiagnostics(t, diags)
	planned, diags = client.Plan(read, acctest.Values{"name": "Hall", "description": "Main room\n"})
	requireNoDiagnostics(t, diags)
	if !planned.Value.Equal(read.Value) {
		t.Errorf("after an import, planned %v, want %v", planned.Value, read.Value)
	}
}

func testNullAndEmptyDescription(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	created := client.MustApply(client.Absent(roomType), acctest.Values{"name": "Hall"})
	for _, test := range []struct {
		config acctest.Values
		want   string
	}{
		{acctest.Values{"name": "Hall", "description": ""}, `""`},
		{acctest.Values{"name": "Hall"}, ""}, // rooms created in the web app have an empty one
		{acctest.Values{"name": "Hall", "description": "x"}, `"x"`},
		{acctest.Values{"name": "Hall", "description": ""}, `""`},
		{acctest.Values{"name": "Hall", "description": "x"}, `"x"`},
		{acctest.Values{"name": "Hall"}, "null"},
	} {
		created = client.MustApply(created, test.config)
		if got := string(s.lastBody(t, http.MethodPatch)["description"]); got != test.want {
			t.Errorf("%s was sent, want %s", got, test.want)
		}
		created = requireStable(t, client, created, test.config)
	}
}

func testInt32Limits(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	for _, name := range []string{"sorting_priority", "pretalx_id"} {
		for _, number := range []int64{-2147483649, 2147483648} {
			requireOneDiagnostic(t, client.ValidateResource(roomType, acctest.Values{"name": "Hall", name: number}), "error at "+name)
		}
	}
	requireStable(t, client, client.MustApply(client.Absent(roomType), acctest.Values{"name": "Hall", "sorting_priority": -2147483648, "pretalx_id": 2147483647}),
		acctest.Values{"name": "Hall", "sorting_priority": -2147483648, "pretalx_id": 2147483647})
}

func testNameLimits(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	for _, name := range []string{"", strings.Repeat("n", 301), "a\x00b"} {
		requireOneDiagnostic(t, client.ValidateResource(roomType, acctest.Values{"name": name}), "error at name")
	}
	requireNoDiagnostics(t, client.ValidateResource(roomType, acctest.Values{"name": strings.Repeat("ü", 300)}))
	requireNoDiagnostics(t, client.ValidateResource(roomType, acctest.Values{"name": acctest.Unknown}))
}

// testTrailingSlash requires that the path of every request ends with a slash, and that the page with which the server responds to
// other paths is not mistaken for a world without rooms.
func testTrailingSlash(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	created := client.MustApply(client.Absent(roomType), acctest.Values{"name": "Hall", "module_config": modules("chat.native", nil)})
	_, diags := client.ReadDataSource(roomType+"s", acctest.Values{})
	requireNoDiagnostics(t, diags)
	created = client.MustApply(created, acctest.Values{"name": "Lobby", "module_config": modules("chat.native", nil)})
	client.MustApply(created, nil)
	for _, request := range s.server.Requests("", "") {
		if !strings.HasSuffix(request.Path, "/") {
			t.Errorf("%s %s does not end with a slash", request.Method, request.Path)
		}
	}
	s.server.Inject(faultserver.Fault{Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<title>Venueless</title>"})
	for name, do := range map[string]func() []string{
		"list": func() []string {
			_, diags := client.ReadDataSource(roomType+"s", acctest.Values{})
			return diags
		},
		"find": func() []string {
			_, diags := client.ReadDataSource(roomType, acctest.Values{"name": "Hall"})
			return diags
		},
		"query":  func() []string { _, diags := client.Query(roomType, acctest.Values{}, 0); return diags },
		"read":   func() []string { _, diags := client.Read(created); return diags },
		"delete": func() []string { _, diags := client.Apply(created, client.Absent(roomType), nil); return diags },
	} {
		t.Log(name)
		requireOneDiagnostic(t, do(), "an HTML page", "endpoint", "Nothing is removed from the state")
	}
}

// testNextLinkOfOtherHost uses a link with another host, which the server builds if a proxy passes that host.
func testNextLinkOfOtherHost(t *testing.T, s fixture) {
	t.Helper()
	for range 51 {
		s.createRoom(t, api.Room{Name: "Room"}) // with equal sort keys, so that their order is not stable
	}
	s.server.Inject(faultserver.Fault{
		Method: http.MethodGet, Times: 1, Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: `{"count":51,"next":"http://elsewhere.invalid/?page=2","results":[]}`,
	})
	found, diags := s.protocolClient(t).ReadDataSource(roomType+"s", acctest.Values{})
	requireNoDiagnostics(t, diags)
	ids := map[string]bool{}
	for _, room := range found.List(t, "rooms") {
		ids[room.Attribute(t, "id")] = true
	}
	if len(ids) != 51 || len(found.List(t, "rooms")) != 51 {
		t.Errorf("%d rooms with %d ids were found, want 51", len(found.List(t, "rooms")), len(ids))
	}
	if pages := s.server.Requests(http.MethodGet, ""); pages[1].Query.Get("page") != "2" {
		t.Errorf("the second request has page %q", pages[1].Query.Get("page"))
	}
}

func testDuplicateNames(t *testing.T, s fixture) {
	t.Helper()
	client := s.protocolClient(t)
	first := s.createRoom(t, api.Room{Name: "Hall", SortingPriority: 7})
	second := s.createRoom(t, api.Room{Name: "Hall", Deleted: true})
	found, diags := client.ReadDataSource(roomType, acctest.Values{"name": "Hall"})
	requireNoDiagnostics(t, diags)
	if found.Attribute(t, "id") != first.ID {
		t.Errorf("found %v", found.Value)
	}
	_, diags = client.ReadDataSource(roomType, acctest.Values{"name": "Hall", "include_deleted": true})
	requireOneDiagnostic(t, diags, "error at name", first.ID, second.ID, "Exactly one")
	_, diags = client.ReadDataSource(roomType, acctest.Values{"name": "Lobby"})
	requireOneDiagnostic(t, diags, "error at name", `no room named "Lobby"`)
	found, diags = client.ReadDataSource(roomType, acctest.Values{"id": second.ID})
	requireNoDiagnostics(t, diags)
	if found.Attribute(t, "name") != "Hall" {
		t.Errorf("found %v", found.Value)
	}
	_, diags = client.ReadDataSource(roomType, acctest.Values{"id": uuid.NewString()})
	requireOneDiagnostic(t, diags, "404")
}
