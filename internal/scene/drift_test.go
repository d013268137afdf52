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

// answers makes the service tell something else about the scene from now on.
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
	p.Server.Inject(faultserver.Fault{
		Method: http.MethodGet, Path: "^/api/scenes/" + p.scene, Status: http.StatusOK,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: string(body),
	})
}

// A scene that somebody has published anew is shown as it is; there is nothing to do about it.
func TestScenePublishedAgain(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	const anew = "2031-02-03T04:05:06.789Z"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: p.lobbyConfig("")},
			{
				PreConfig: func() {
					p.changeResponses(t, func(scene map[string]any) { scene["name"], scene["updatedAt"] = "Grand Lobby", anew })
				},
				Config:           p.lobbyConfig(""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{
					expectState("name", knownvalue.StringExact("Grand Lobby")), expectState("updated_at", knownvalue.StringExact(anew)),
				},
			},
		},
	})
}

// What Terraform shows of each call: the identity every time, and a warning where the scene is gone.
func TestSceneNotFoundIsRemovedFromState(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	caller := p.ProtocolClient(t)
	values := acctest.Values{"scene_id": p.scene}
	made := caller.MustApply(caller.Absent("xrcloud_scene"), values)
	if made.ID(t) != p.scene {
		t.Errorf("after the adoption the identity is %q, want %q", made.ID(t), p.scene)
	}
	made.Identity = nil // as a state from before identity has it
	made, problems := caller.Read(made)
	if made.ID(t) != p.scene || len(problems) > 0 {
		t.Errorf("after a read the identity is %q, want %q; %q", made.ID(t), p.scene, problems)
	}
	changed := caller.MustApply(made, acctest.Values{"scene_id": p.scene, "delete_on_destroy": true})
	if changed.ID(t) != p.scene {
		t.Errorf("after an update the identity is %q, want %q", changed.ID(t), p.scene)
	}

	if err := p.Client.DeleteScene(t.Context(), p.scene); err != nil {
		t.Fatal(err)
	}
	gone, problems := caller.Read(changed)
	want := "warning: Scene not found: The service does not find the scene \"" + p.scene + "\": it was deleted outside Terraform. " +
		"It will be removed from the state. The service deleted its rooms, too. Terraform cannot recreate a scene: publish one in the editor, and set scene_id to its ID."
	if got := strings.Join(problems, "\n"); got != want || !gone.Value.IsNull() || gone.ID(t) != p.scene {
		t.Errorf("a read of a deleted scene gives %v, identity %q, and says\n%s\nwant\n%s", gone.Value, gone.ID(t), got, want)
	}
	if destroyed := caller.MustApply(changed, nil); !destroyed.Value.IsNull() {
		t.Errorf("the destruction of a deleted scene leaves %v", destroyed.Value)
	}
	_, problems = caller.Plan(caller.Absent("xrcloud_scene"), values)
	want = "warning at scene_id: Scene not found: " + fmt.Sprintf(noScene, p.scene) + " The apply will fail." // an error would block a destroy
	if got := strings.Join(problems, "\n"); got != want {
		t.Errorf("the next plan says\n%s\nwant\n%s", got, want)
	}
}

const noScene = "There is no published scene %q. Terraform cannot create scenes: publish one in the editor, and set scene_id to its ID."

// A scene that vanishes between plan and apply is an error on scene_id, and nothing is in the state.
func TestSceneDeletedBeforeApply(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	caller := p.ProtocolClient(t)
	values := acctest.Values{"scene_id": p.scene}
	none := caller.Absent("xrcloud_scene")
	planned, problems := caller.Plan(none, values)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if err := p.Client.DeleteScene(t.Context(), p.scene); err != nil {
		t.Fatal(err)
	}
	made, problems := caller.Apply(none, planned, values)
	want := "error at scene_id: Cannot adopt scene: " + fmt.Sprintf(noScene, p.scene)
	if got := strings.Join(problems, "\n"); got != want || !made.Value.IsNull() {
		t.Errorf("the apply leaves %v and says\n%s\nwant\n%s", made.Value, got, want)
	}
}

// Nothing that goes wrong may look as if the scene had vanished, and it is not deleted while its rooms are not known.
func TestFailedReadKeepsState(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	caller := p.ProtocolClient(t)
	made := caller.MustApply(caller.Absent("xrcloud_scene"), acctest.Values{"scene_id": p.scene, "delete_on_destroy": true})
	destruction, _ := caller.Plan(made, nil)
	for name, rule := range map[string]faultserver.Fault{
		"a page":            {Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<html><title>Sign in</title>"},
		"no such route":     {Status: http.StatusNotFound, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"statusCode":404,"message":"Cannot GET /api/scenes"}`},
		"a wrong key":       {Status: http.StatusUnauthorized, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"statusCode":401,"message":"Unauthorized"}`},
		"another id":        {Status: http.StatusNotFound, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"statusCode":404,"message":"Scene with ID ` + missingID + ` not found"}`},
		"an internal fault": {Status: http.StatusInternalServerError, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"statusCode":500,"message":"Internal Server Error"}`},
	} {
		p.Server.Inject(rule)
		read, problems := caller.Read(made)
		if len(problems) != 1 || !strings.HasPrefix(problems[0], "error") || !strings.Contains(problems[0], "Cannot read scene") || read.Value.IsNull() {
			t.Errorf("%s: a read leaves %v and says %q", name, read.Value, problems)
		}
		left, problems := caller.Apply(made, destruction, nil)
		if len(problems) != 1 || !strings.Contains(problems[0], "Cannot delete scene") || left.Value.IsNull() {
			t.Errorf("%s: the destruction leaves %v and says %q", name, left.Value, problems)
		}
		p.Server.ClearFaults()
	}
	if sent := p.Server.Requests(http.MethodDelete, ""); len(sent) > 0 || !p.sceneExists(t, p.scene) {
		t.Errorf("%d requests DELETE were sent", len(sent))
	}
}

// An older service does not tell who made a scene.
func TestSceneOfPublishedService(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.StartEmulator(t, emulator.Options{Published: true}))
	caller := p.ProtocolClientWithKey(t)
	values := acctest.Values{"scene_id": p.scene, "project_id": p.project}
	made := caller.MustApply(caller.Absent("xrcloud_scene"), values)
	if made.Attribute(t, "creator") != "null" || made.Attribute(t, "project_id") != p.project {
		t.Errorf("adopted %v", made.Value)
	}
	values["force_destroy"] = true
	if changed := caller.MustApply(made, values); !changed.Value.IsFullyKnown() || changed.Attribute(t, "creator") != "null" {
		t.Errorf("changed to %v", changed.Value)
	}
}

// While the service is not known, nobody can be asked: the apply, which plans once more, will.
func TestPlanWithUnknownEndpoint(t *testing.T) {
	t.Parallel()
	caller := acctest.NewProtocolClient(t, acctest.Values{"endpoint": acctest.Unknown, "api_key": "key"})
	none := caller.Absent("xrcloud_scene")
	values := acctest.Values{"scene_id": missingID, "project_id": missingID}
	planned, problems := caller.Plan(none, values)
	if len(problems) > 0 || planned.Attribute(t, "id") != missingID || planned.Attribute(t, "name") != "unknown" {
		t.Errorf("planned %v: %q", planned.Value, problems)
	}
	made, problems := caller.Apply(none, planned, values)
	if len(problems) != 1 || !strings.Contains(problems[0], "unknown until apply: endpoint.") || !made.Value.IsNull() {
		t.Errorf("made %v: %q", made.Value, problems)
	}
}
