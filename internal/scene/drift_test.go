package scene_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// changeResponses changes the scene in all following responses of the service.
func (p fixture) changeResponses(t *testing.T, change func(scene map[string]any)) {
	t.Helper()
	scene, err := p.Client.Scene(t.Context(), p.scene)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]any{
		"id": scene.ID, "name": scene.Name, "creator": scene.Creator, "thumbnailUrl": scene.ThumbnailURL,
		"sceneModificationUrl": scene.ModificationURL, "createdAt": scene.CreatedAt, "updatedAt": scene.UpdatedAt,
	}
	change(fields)
	body, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	response := acctest.JSONResponse(http.StatusOK, string(body))
	response.Method, response.Path = http.MethodGet, "^/api/scenes/"+p.scene
	p.Server.Inject(response)
}

// A refresh shows the new values of a scene that was published again. The plan is empty.
func TestScenePublishedAgain(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	const published = "2031-02-03T04:05:06.789Z"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: p.lobbyConfig("")},
			{
				PreConfig: func() {
					p.changeResponses(t, func(scene map[string]any) { scene["name"], scene["updatedAt"] = "Grand Lobby", published })
				},
				Config:           p.lobbyConfig(""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.ExpectState(sceneAddress, "name", knownvalue.StringExact("Grand Lobby")), acctest.ExpectState(sceneAddress, "updated_at", knownvalue.StringExact(published)),
				},
			},
		},
	})
}

// Each operation returns the identity. A read of a deleted scene removes it from the state with a warning.
func TestSceneNotFoundIsRemovedFromState(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	client := p.ProtocolClient(t)
	values := acctest.Values{"scene_id": p.scene}
	created := client.MustApply(client.Absent("xrcloud_scene"), values)
	if created.ID(t) != p.scene {
		t.Errorf("after the adoption the identity is %q, want %q", created.ID(t), p.scene)
	}
	created.Identity = nil // as in a state of Terraform 1.11 or older
	created = client.MustRead(created)
	if created.ID(t) != p.scene {
		t.Errorf("after a read the identity is %q, want %q", created.ID(t), p.scene)
	}
	changed := client.MustApply(created, acctest.Values{"scene_id": p.scene, "delete_on_destroy": true})
	if changed.ID(t) != p.scene {
		t.Errorf("after an update the identity is %q, want %q", changed.ID(t), p.scene)
	}

	if err := p.Client.DeleteScene(t.Context(), p.scene); err != nil {
		t.Fatal(err)
	}
	read, problems := client.Read(changed)
	want := "warning: Scene not found: The service does not find the scene \"" + p.scene + "\": it was deleted outside Terraform. " +
		"It will be removed from the state. The service deleted its rooms, too. Terraform cannot recreate a scene: publish one in the editor, and set scene_id to its ID."
	if got := strings.Join(problems, "\n"); got != want || !read.Value.IsNull() || read.ID(t) != p.scene {
		t.Errorf("a read of a deleted scene returns %v, identity %q, with\n%s\nwant\n%s", read.Value, read.ID(t), got, want)
	}
	if destroyed := client.MustApply(changed, nil); !destroyed.Value.IsNull() {
		t.Errorf("the deletion of a deleted scene leaves %v", destroyed.Value)
	}
	_, problems = client.Plan(client.Absent("xrcloud_scene"), values)
	want = "warning at scene_id: Scene not found: " + fmt.Sprintf(noSceneDetail, p.scene) + " The apply will fail."
	if got := strings.Join(problems, "\n"); got != want {
		t.Errorf("the next plan: got\n%s\nwant\n%s", got, want)
	}
}

// noSceneDetail is the error for a scene that does not exist.
const noSceneDetail = "There is no published scene %q. Terraform cannot create scenes: publish one in the editor, and set scene_id to its ID."

// A scene that is deleted between plan and apply is an error at scene_id, and is not in the state.
func TestSceneDeletedBeforeApply(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	client := p.ProtocolClient(t)
	values := acctest.Values{"scene_id": p.scene}
	none := client.Absent("xrcloud_scene")
	planned, problems := client.Plan(none, values)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if err := p.Client.DeleteScene(t.Context(), p.scene); err != nil {
		t.Fatal(err)
	}
	created, problems := client.Apply(none, planned, values)
	want := "error at scene_id: Cannot adopt scene: " + fmt.Sprintf(noSceneDetail, p.scene)
	if got := strings.Join(problems, "\n"); got != want || !created.Value.IsNull() {
		t.Errorf("the apply leaves %v with\n%s\nwant\n%s", created.Value, got, want)
	}
}

// A read that fails keeps the scene in the state. A deletion fails if the rooms on the scene cannot be read.
func TestFailedReadKeepsState(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	client := p.ProtocolClient(t)
	created := client.MustApply(client.Absent("xrcloud_scene"), acctest.Values{"scene_id": p.scene, "delete_on_destroy": true})
	deletion, _ := client.Plan(created, nil)
	for name, rule := range map[string]faultserver.Fault{
		"HTML page":       acctest.HTMLResponse(http.StatusOK, "<html><title>Sign in</title>"),
		"unknown route":   acctest.JSONResponse(http.StatusNotFound, `{"statusCode":404,"message":"Cannot GET /api/scenes"}`),
		"invalid key":     acctest.JSONResponse(http.StatusUnauthorized, `{"statusCode":401,"message":"Unauthorized"}`),
		"404 of other ID": acctest.JSONResponse(http.StatusNotFound, `{"statusCode":404,"message":"Scene with ID `+acctest.MissingID+` not found"}`),
		"internal error":  acctest.JSONResponse(http.StatusInternalServerError, `{"statusCode":500,"message":"Internal Server Error"}`),
	} {
		p.Server.Inject(rule)
		read, problems := client.Read(created)
		if len(problems) != 1 || !strings.HasPrefix(problems[0], "error") || !strings.Contains(problems[0], "Cannot read scene") || read.Value.IsNull() {
			t.Errorf("%s: a read leaves %v: %q", name, read.Value, problems)
		}
		left, problems := client.Apply(created, deletion, nil)
		if len(problems) != 1 || !strings.Contains(problems[0], "Cannot delete scene") || left.Value.IsNull() {
			t.Errorf("%s: the deletion leaves %v: %q", name, left.Value, problems)
		}
		p.Server.ClearFaults()
	}
	if sent := p.Server.Requests(http.MethodDelete, ""); len(sent) > 0 || !p.sceneExists(t, p.scene) {
		t.Errorf("%d DELETE requests were sent", len(sent))
	}
}

// The service in its published version does not return the creator of a scene.
func TestSceneOfPublishedService(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.StartEmulator(t, emulator.Options{Published: true}))
	client := p.ProtocolClientWithKey(t)
	values := acctest.Values{"scene_id": p.scene, "project_id": p.project}
	created := client.MustApply(client.Absent("xrcloud_scene"), values)
	if created.Attribute(t, "creator") != "null" || created.Attribute(t, "project_id") != p.project {
		t.Errorf("adopted %v", created.Value)
	}
	values["force_destroy"] = true
	if changed := client.MustApply(created, values); !changed.Value.IsFullyKnown() || changed.Attribute(t, "creator") != "null" {
		t.Errorf("changed to %v", changed.Value)
	}
}

// A plan with an unknown endpoint sends no request. An apply with it is an error.
func TestPlanWithUnknownEndpoint(t *testing.T) {
	t.Parallel()
	client := acctest.NewProtocolClient(t, acctest.Values{"endpoint": acctest.Unknown, "api_key": "key"})
	none := client.Absent("xrcloud_scene")
	values := acctest.Values{"scene_id": acctest.MissingID, "project_id": acctest.MissingID}
	planned, problems := client.Plan(none, values)
	if len(problems) > 0 || planned.Attribute(t, "id") != acctest.MissingID || planned.Attribute(t, "name") != "unknown" {
		t.Errorf("planned %v: %q", planned.Value, problems)
	}
	created, problems := client.Apply(none, planned, values)
	if len(problems) != 1 || !strings.Contains(problems[0], "unknown until apply: endpoint.") || !created.Value.IsNull() {
		t.Errorf("the apply creates %v: %q", created.Value, problems)
	}
}
