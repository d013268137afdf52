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

// TestAPIQuirks tests how the provider handles the unusual behavior of the API of the whiteboard service. Its documentation, Agora's
// own samples and older versions of the service differ in several of these points.
func TestAPIQuirks(t *testing.T) {
	t.Parallel()
	// Requests.
	t.Run("the credential and the region are headers, and there is no header Authorization", testHeaders)
	t.Run("bodies are bare, although the documentation wraps them in an object", testBareBodies)
	t.Run("the body with a token is a bare JSON string", testBareStrings)
	t.Run("the region gb-lon is now eu, and the service may have new regions", testRegions)
	t.Run("no response contains the region, so it is part of the identity", testRegionInIdentity)
	t.Run("a wrong server can send the same 404 as the service for a missing room", testNotFound)
	// Rooms.
	t.Run("a UUID has no dashes", testUUIDForm)
	t.Run("the service may change isRecord in a creation", testChangedIsRecord)
	t.Run("a limit of 0 is no limit", testNoLimit)
	t.Run("only PATCH sets isBan, and it has status 201", testDisableByPatch)
	t.Run("older responses do not have appUUID", testMissingAppUUID)
	t.Run("rooms have no name and no time zone", testNoName)
	t.Run("lists are bare arrays, although the documentation wraps them in an object", testBareLists)
	t.Run("only isBan can be changed", testOnlyDisabledChanges)
	t.Run("a page begins with the last room of the previous page", testInclusivePages)
	t.Run("the service cannot delete rooms", testNoDelete)
	t.Run("disabled rooms can be enabled again", testEnable)
	t.Run("disabling needs the role admin", testDisableNeedsAdmin)
	t.Run("the role reader can neither read nor list rooms", testReaders)
	t.Run("a creation that is sent twice creates two rooms", testNoRepeatedCreation)
	t.Run("the creation of a disabled room takes two requests", testSaveBeforeDisable)
	// Tokens.
	t.Run("signatures are those of Agora's samples", testSignature)
	t.Run("all signed values are strings", testSignedStrings)
	t.Run("expireAt and lifespan are in milliseconds, and a token without expireAt never expires", testMilliseconds)
	t.Run("roles are digits in tokens and words in requests", testRoles)
	t.Run("a token cannot be revoked", testMaxTTL)
	t.Run("each request has a new token, which is in no state", testTokenPerRequest)
	t.Run("the service can sign tokens if it gets the secret key, which the provider never sends", testSecretKeyNotSent)
	t.Run("a room token has status 201, and status 200 in older versions", testTokenStatus)
}

func testHeaders(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	s.createRoom(t, acctest.Values{"region": "in-mum"})
	header := s.server.Requests("POST", "^/v5/rooms$")[0].Header
	if !strings.HasPrefix(header.Get("token"), "NETLESSSDK_") || header.Get("region") != "in-mum" || header.Get("Authorization") != "" {
		t.Errorf("the headers are %v", slices.Collect(maps.Keys(header)))
	}
}

func testBareBodies(t *testing.T) {
	t.Parallel()
	for _, options := range []emulator.Options{{}, {WrapResponses: true}} {
		s := startService(t, options)
		client, created := s.createRoom(t, acctest.Values{"limit": 3})
		read, problems := client.Read(created)
		requireProblems(t, problems)
		if read.Attribute(t, "uuid") != s.onlyRoom(t, "us-sv").UUID || !read.Value.Equal(created.Value) {
			t.Errorf("read %v", read.Value)
		}
	}
}

func testBareStrings(t *testing.T) {
	t.Parallel()
	for _, options := range []emulator.Options{{}, {WrapResponses: true}} {
		s := startService(t, options)
		room := s.AddRoom("sg", emulator.Room{})
		opened, problems := s.protocolClientWith(t, acctest.Values{"sdk_token": s.signSDKToken(t, api.Admin)}).OpenEphemeral(roomTokenType, acctest.Values{"room_id": "sg/" + room.UUID, "role": "writer"})
		requireProblems(t, problems)
		if _, err := s.apiClientWithToken(t, opened.Attribute(t, "token")).Room(t.Context(), "sg", room.UUID); err != nil {
			t.Error(err)
		}
	}
}

func testRegions(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.protocolClient(t)
	requireProblems(t, client.ValidateResource(roomType, acctest.Values{"region": "gb-lon"}), `warning at region: Region was renamed`)
	requireProblems(t, client.ValidateResource(roomType, acctest.Values{"region": "br-sao"}), `warning at region: Unknown region: "br-sao" is not a known region of the service.`)
	planned, problems := client.Plan(client.Absent(roomType), acctest.Values{"region": "gb-lon"})
	requireProblems(t, problems)
	_, problems = client.Apply(client.Absent(roomType), planned, acctest.Values{"region": "gb-lon"})
	requireProblems(t, problems, "region is not supported")
}

func testRegionInIdentity(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client, created := s.createRoom(t, acctest.Values{"region": "sg"})
	uuid := s.onlyRoom(t, "sg").UUID
	if parts := created.IdentityValues(t, "region", "uuid"); !slices.Equal(parts, []string{"sg", uuid}) || created.Attribute(t, "id") != "sg/"+uuid {
		t.Errorf("identity %v, id %s", parts, created.Attribute(t, "id"))
	}
	imported, _ := client.Import(roomType, "sg/"+uuid)
	read, problems := client.Read(imported)
	requireProblems(t, problems)
	if read.Attribute(t, "region") != "sg" {
		t.Errorf("read %v", read.Value)
	}
	elsewhere, _ := client.Import(roomType, "eu/"+uuid)
	if read, _ := client.Read(elsewhere); !read.Value.IsNull() {
		t.Errorf("found in another region: %v", read.Value)
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.roomConfig(`region = "in-mum"`)},
			{Config: s.roomConfig(`region = "eu"`), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate), Check: s.requireRooms("in-mum", 1, 1)},
		},
	})
}

func testNotFound(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faultserver.Fault{
		"401":                      {Status: 401, Header: jsonHeader, Body: `{"message":"token is expired"}`},
		"403":                      {Status: 403, Header: jsonHeader, Body: `{"message":"token access room forbidden"}`},
		"404 for all paths":        {Status: 404, Header: jsonHeader, Body: `{"message":"Not Found"}`},
		"404 with HTML":            {Status: 404, Header: http.Header{"Content-Type": {"text/html"}}, Body: `<html>`},
		"500":                      {Status: 500, Header: jsonHeader, Body: `{"message":"oh"}`},
		"200 with an empty object": {Status: 200, Header: jsonHeader, Body: `{}`},
		"connection reset":         {Reset: true},
		"200 with a cut body":      {Cut: true},
	} {
		s := startService(t, emulator.Options{})
		client, created := s.createRoom(t, acctest.Values{})
		s.server.Inject(fault)
		read, problems := client.Read(created)
		if len(problems) != 1 || !strings.HasPrefix(problems[0], "error") || read.Value.IsNull() {
			t.Errorf("%s: read %v with %v", name, read.Value, problems)
		}
		s.server.Reset()
		s.DeleteRoom("us-sv", created.Attribute(t, "uuid"))
		read, problems = client.Read(created)
		requireProblems(t, problems, "warning: Whiteboard room not found")
		if !read.Value.IsNull() {
			t.Errorf("the state is %v", read.Value)
		}
	}
}
