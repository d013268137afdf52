package room_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// An error about an argument is attached to it, and no room is in the state.
func TestRoomAPIErrors(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.StartEmulator(t, emulator.Options{
		Accounts: []emulator.Account{{Email: "small@example.com", Password: "small", APIKey: "small-key", MaxRooms: 1, MaxRoomSize: 10}},
	}))
	const post = "XRCLOUD responded with %d %s to POST /api/rooms: "
	badRequest := fmt.Sprintf(post, http.StatusBadRequest, "Bad Request")
	notFound := fmt.Sprintf(post, http.StatusNotFound, "Not Found")
	client := p.ProtocolClient(t)
	for _, c := range []struct {
		name   string
		values acctest.Values
		want   string
	}{
		{"size beyond tier", acctest.Values{"size": 11}, "error at size: Cannot create room: " + badRequest + "Room size cannot exceed 10 for this tier.\n\nThe tier of the account limits rooms to a size of 10. Set size to 10 or less, or ask the operator of the service for a larger tier."},
		{"missing project", acctest.Values{"project_id": acctest.MissingID}, "error at project_id: Cannot create room: " + notFound + "Project with ID " + acctest.MissingID + " not found.\n\nThere is no such project, or it belongs to another account. Set project_id to the ID of an existing project."},
		{"missing scene", acctest.Values{"scene_id": acctest.MissingID}, "error at scene_id: Cannot create room: " + notFound + "Scene with ID " + acctest.MissingID + " not found.\n\nThere is no such scene, or it belongs to another account. Set scene_id to the ID of an existing scene."},
		{
			"URL that the validator accepts",
			acctest.Values{"return_url": "https://" + strings.Repeat("a", 64) + ".com"},
			"error at return_url: Cannot create room: " + badRequest + "returnUrl must be a URL address.",
		},
	} {
		values := p.arguments(c.values)
		planned, problems := client.Plan(client.Absent("xrcloud_room"), values)
		if len(problems) > 0 {
			t.Errorf("%s: the plan: %q", c.name, problems)
		}
		after, problems := client.Apply(client.Absent("xrcloud_room"), planned, values)
		if got := strings.Join(problems, "\n"); got != c.want || !after.Value.IsNull() {
			t.Errorf("%s: the apply leaves %v with\n%s\nwant\n%s", c.name, after.Value, got, c.want)
		}
	}

	created := client.MustApply(client.Absent("xrcloud_room"), p.arguments(nil))
	planned, _ := client.Plan(client.Absent("xrcloud_room"), p.arguments(nil))
	_, problems := client.Apply(client.Absent("xrcloud_room"), planned, p.arguments(nil))
	want := "error: Cannot create room: " + badRequest + "Cannot create more than 1 rooms for this tier.\n\n" +
		"The tier of the account limits the number of rooms to 1, and that many exist. Delete rooms that are not needed, or ask the operator of the service for a larger tier."
	if got := strings.Join(problems, "\n"); got != want {
		t.Errorf("beyond the number of rooms: got\n%s\nwant\n%s", got, want)
	}

	larger := p.arguments(acctest.Values{"size": 11})
	planned, _ = client.Plan(created, larger)
	after, problems := client.Apply(created, planned, larger)
	want = "error at size: Cannot update room: XRCLOUD responded with 400 Bad Request to PATCH /api/rooms/" + created.Attribute(t, "id") +
		": Room size cannot exceed 10 for this tier.\n\nThe tier of the account limits rooms to a size of 10. Set size to 10 or less, or ask the operator of the service for a larger tier."
	if got := strings.Join(problems, "\n"); got != want || !after.Value.Equal(created.Value) {
		t.Errorf("a size beyond the tier leaves %v with\n%s\nwant\n%s", after.Value, got, want)
	}
}

// A read that fails is an error, and the room stays in the state: with a wrong key, a wrong endpoint, or the page of a proxy.
func TestFailedReadKeepsState(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	block := p.roomBlock("hall", "  name = \"Main Hall\"\n  return_url = \"https://example.com/bye\"")
	with := func(endpoint, key string) string {
		return acctest.Config(fmt.Sprintf("endpoint = %q\n  api_key = %q", endpoint, key), block)
	}
	id := statecheck.CompareValue(compare.ValuesSame())
	same := func() []statecheck.StateCheck {
		return []statecheck.StateCheck{id.AddStateValue(roomAddress, tfjsonpath.New("id"))}
	}
	const path = `GET /api/rooms/[0-9a-f-]{36}:`
	const keeps = `Nothing is removed from the state because of this\.`
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             p.checkDestroyed(t),
		Steps: []resource.TestStep{
			{Config: p.ConfigWithKey(block), ConfigStateChecks: same()},
			{
				Config: with(p.Server.URL(), "another-key"),
				ExpectError: acctest.ErrorPattern(`Error: Cannot read room`, `XRCLOUD responded with 401 Unauthorized to`, path, `Invalid api key\.`,
					`The credential from the argument api_key was rejected\. Check the credential:`, keeps),
			},
			{
				Config: with(p.Server.URL()+"/v2", p.Emulator.Credentials().APIKey),
				ExpectError: acctest.ErrorPattern(`Error: Cannot read room`, `XRCLOUD responded with 404 Not Found to`, path, `Cannot GET /v2/api/rooms/[0-9a-f-]{36}\.`,
					`The server at http://127\.0\.0\.1:\d+/v2 does not have this route\. Either the endpoint is wrong \(perhaps its path\)`, keeps),
			},
			{
				PreConfig: func() {
					p.Server.Inject(acctest.HTMLResponse(http.StatusOK, "<html><head><title>Sign in to the guest network</title></head></html>"))
				},
				Config: p.ConfigWithKey(block),
				ExpectError: acctest.ErrorPattern(`Error: Cannot read room`, `XRCLOUD responded with 200 OK to`, path, `an HTML page titled "Sign in to the guest network"\.`,
					`The API of XRCLOUD does not send such a response\. Either the endpoint http://127\.0\.0\.1:\d+ is wrong, or a proxy in front of`, keeps),
			},
			{
				PreConfig: p.Server.Reset, Config: p.ConfigWithKey(block), ConfigStateChecks: same(),
			},
		},
	})
}
