package whiteboard_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// TestTraps has one test for each thing about the service that is not as one would think: 1 of its requests, 2 of its
// rooms, 3 of its tokens.
func TestTraps(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]func(*testing.T){
		"1.1 credential and region are headers, and not Authorization": headers,
		"1.2 bodies are bare, whatever the page shows":                 bareBodies,
		"1.3 tokens are bare JSON strings":                             bareStrings,
		"1.4 gb-lon is now eu, and other regions may come":             regions,
		"1.5 the region is in no answer":                               regionIsIdentity,
		"1.6 only a 404 about the room means that it is gone":          onlyGoneIsGone,
		"2.1 a uuid has no dashes":                                     noDashes,
		"2.2 isRecord may be coerced":                                  coerced,
		"2.3 a limit of 0 is none":                                     noLimit,
		"2.4 isBan is only for PATCH, which answers 201":               banIsPatched,
		"2.5 appUUID is missing in older answers":                      noApp,
		"2.6 rooms have no name and no time zone":                      noName,
		"2.7 lists are bare arrays":                                    bareLists,
		"2.8 only isBan changes":                                       onlyBanChanges,
		"2.9 a page begins with the room before it":                    inclusivePages,
		"2.10 there is no delete":                                      noDelete,
		"2.11 disabling can be taken back":                             unban,
		"2.12 disabling takes an admin":                                banTakesAdmin,
		"2.13 readers can do nothing":                                  readers,
		"2.14 a creation is never repeated":                            neverTwice,
		"2.15 the room is saved before it is disabled":                 savedFirst,
		"3.1 signatures are those of Agora's samples":                  vectors,
		"3.2 all signed values are texts":                              textsAreSigned,
		"3.3 times are milliseconds, and no time is for ever":          milliseconds,
		"3.4 roles are digits in tokens and words in requests":         roles,
		"3.5 nothing takes a token back":                               shortTokens,
		"3.6 each call has its own short token, which no state has":    tokenOfEachCall,
		"3.7 the secret key is never sent":                             secretStays,
		"3.8 room tokens are answered with 201, or once 200":           tokenStatus,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t)
		})
	}
}

// one has a provider make a room.
func (s service) one(t *testing.T, config acctest.Values) (*acctest.ProtocolClient, acctest.Object) {
	t.Helper()
	caller := s.call(t)
	made := caller.MustApply(caller.Absent(kind), config)
	return caller, made
}

func complain(t *testing.T, problems []string, want ...string) {
	t.Helper()
	if len(problems) != len(want) {
		t.Fatalf("the problems are %q, want %d", problems, len(want))
	}
	for i, problem := range problems {
		if !strings.Contains(problem, want[i]) {
			t.Errorf("the problem is %q, want %q", problem, want[i])
		}
	}
}

func headers(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	s.one(t, acctest.Values{"region": "in-mum"})
	header := s.server.Requests("POST", "^/v5/rooms$")[0].Header
	if !strings.HasPrefix(header.Get("token"), "NETLESSSDK_") || header.Get("region") != "in-mum" || header.Get("Authorization") != "" {
		t.Errorf("header %v", slices.Collect(maps.Keys(header)))
	}
}

func bareBodies(t *testing.T) {
	t.Helper()
	for _, options := range []emulator.Options{{}, {WrapResponses: true}} {
		s := start(t, options)
		caller, made := s.one(t, acctest.Values{"limit": 3})
		read, problems := caller.Read(made)
		complain(t, problems)
		if read.Attribute(t, "uuid") != s.only(t, "us-sv").UUID || !read.Value.Equal(made.Value) {
			t.Errorf("read %v", read.Value)
		}
	}
}

func bareStrings(t *testing.T) {
	t.Helper()
	for _, options := range []emulator.Options{{}, {WrapResponses: true}} {
		s := start(t, options)
		room := s.AddRoom("sg", emulator.Room{})
		opened, problems := s.callAs(t, map[string]any{"sdk_token": s.sdkToken(t, api.Admin)}).OpenEphemeral(roomToken, acctest.Values{"room_id": "sg/" + room.UUID, "role": "writer"})
		complain(t, problems)
		if _, err := s.as(t, opened.Attribute(t, "token")).Room(t.Context(), "sg", room.UUID); err != nil {
			t.Error(err)
		}
	}
}

func regions(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	caller := s.call(t)
	complain(t, caller.ValidateResource(kind, acctest.Values{"region": "gb-lon"}), `warning at region: Region was renamed`)
	complain(t, caller.ValidateResource(kind, acctest.Values{"region": "br-sao"}))
	planned, problems := caller.Plan(caller.Absent(kind), acctest.Values{"region": "gb-lon"})
	complain(t, problems)
	_, problems = caller.Apply(caller.Absent(kind), planned, acctest.Values{"region": "gb-lon"})
	complain(t, problems, "region is not supported")
}

func regionIsIdentity(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	caller, made := s.one(t, acctest.Values{"region": "sg"})
	uuid := s.only(t, "sg").UUID
	if parts := made.IdentityValues(t, "region", "uuid"); !slices.Equal(parts, []string{"sg", uuid}) || made.Attribute(t, "id") != "sg/"+uuid {
		t.Errorf("identity %v, id %s", parts, made.Attribute(t, "id"))
	}
	imported, _ := caller.Import(kind, "sg/"+uuid)
	read, problems := caller.Read(imported)
	complain(t, problems)
	if read.Attribute(t, "region") != "sg" {
		t.Errorf("read %v", read.Value)
	}
	elsewhere, _ := caller.Import(kind, "eu/"+uuid)
	if gone, _ := caller.Read(elsewhere); !gone.Value.IsNull() {
		t.Errorf("found in a region where it is not: %v", gone.Value)
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.board(`region = "in-mum"`)},
			{Config: s.board(`region = "eu"`), ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate), Check: s.rooms("in-mum", 1, 1)},
		},
	})
}

func onlyGoneIsGone(t *testing.T) {
	t.Helper()
	object := http.Header{"Content-Type": {"application/json"}}
	for name, rule := range map[string]faultserver.Fault{
		"401":                 {Status: 401, Header: object, Body: `{"message":"token is expired"}`},
		"403":                 {Status: 403, Header: object, Body: `{"message":"token access room forbidden"}`},
		"404 of all paths":    {Status: 404, Header: object, Body: `{"message":"Not Found"}`},
		"404 in HTML":         {Status: 404, Header: http.Header{"Content-Type": {"text/html"}}, Body: `<html>`},
		"500":                 {Status: 500, Header: object, Body: `{"message":"oh"}`},
		"200 of a stranger":   {Status: 200, Header: object, Body: `{}`},
		"no answer":           {Reset: true},
		"200 with half of it": {Cut: true},
	} {
		s := start(t, emulator.Options{})
		caller, made := s.one(t, acctest.Values{})
		s.server.Inject(rule)
		read, problems := caller.Read(made)
		if len(problems) != 1 || !strings.HasPrefix(problems[0], "error") || read.Value.IsNull() {
			t.Errorf("%s: read %v with %v", name, read.Value, problems)
		}
		s.server.Reset()
		s.DeleteRoom("us-sv", made.Attribute(t, "uuid"))
		read, problems = caller.Read(made)
		complain(t, problems, "warning: Whiteboard room not found")
		if !read.Value.IsNull() {
			t.Errorf("still there: %v", read.Value)
		}
	}
}
