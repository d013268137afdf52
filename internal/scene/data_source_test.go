package scene_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// All arguments of the data sources can be unknown until apply.
func TestSceneDataSources(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	project := s.CreateProject(t, "Fair").ID
	lobby := publishScene(t, s, project, "Lobby", "alice")
	publishScene(t, s, project, "Lobby", "bob")
	config := func(project string) string {
		return s.Config(fmt.Sprintf(`
resource "terraform_data" "known_later" {
  input = { id = %q, project_id = %q, name = %q, creator = "alice", contains = %q }
}
locals { later = terraform_data.known_later.output }

data "xrcloud_scene" "by_id" { id = local.later.id }
data "xrcloud_scene" "by_name" {
  project_id = local.later.project_id
  name       = local.later.name
  creator    = local.later.creator
}
data "xrcloud_scenes" "filtered" {
  project_id    = local.later.project_id
  name_contains = local.later.contains
  creator       = local.later.creator
}
data "xrcloud_scenes" "all" { project_id = local.later.project_id }
`, lobby.ID, project, lobby.Name, lobby.Name[1:]))
	}
	want := map[string]knownvalue.Check{
		"id": knownvalue.StringExact(lobby.ID), "name": knownvalue.StringExact(lobby.Name), "creator": knownvalue.StringExact("alice"),
		"thumbnail_url": knownvalue.StringExact(lobby.ThumbnailURL), "created_at": knownvalue.StringExact(lobby.CreatedAt),
		"updated_at": knownvalue.StringExact(lobby.UpdatedAt),
	}
	checks := []statecheck.StateCheck{
		statecheck.ExpectKnownValue("data.xrcloud_scenes.filtered", tfjsonpath.New("scenes"),
			knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(want)})),
		statecheck.ExpectKnownValue("data.xrcloud_scenes.all", tfjsonpath.New("scenes"), knownvalue.ListExact([]knownvalue.Check{
			knownvalue.ObjectExact(want), knownvalue.ObjectPartial(map[string]knownvalue.Check{"creator": knownvalue.StringExact("bob")}),
		})),
	}
	for _, address := range []string{"data.xrcloud_scene.by_id", "data.xrcloud_scene.by_name"} {
		for attribute, value := range want {
			checks = append(checks, statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value))
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: config(project),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue("data.xrcloud_scene.by_name", tfjsonpath.New("id")),
				plancheck.ExpectUnknownValue("data.xrcloud_scenes.filtered", tfjsonpath.New("scenes")),
			}},
			ConfigStateChecks: checks,
		}},
	})
}

// publishScene publishes a scene and returns it.
func publishScene(t *testing.T, s *acctest.Service, project, name, creator string) xrcloud.Scene {
	t.Helper()
	scene, err := s.Client.Scene(t.Context(), s.PublishSceneBy(t, project, name, creator))
	if err != nil {
		t.Fatal(err)
	}
	return scene
}

func TestSceneNotFound(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	project, empty := s.CreateProject(t, "Fair").ID, s.CreateProject(t, "Empty").ID
	line := func(scene xrcloud.Scene) string {
		return fmt.Sprintf("\n  - %s, %q by %q, created %s", scene.ID, scene.Name, *scene.Creator, scene.CreatedAt)
	}
	first, second := publishScene(t, s, project, "Lobby", "alice"), publishScene(t, s, project, "Lobby", "bob")
	third := publishScene(t, s, project, "Lobb_", "bob")
	client := s.ProtocolClient(t)
	for _, c := range []struct {
		name   string
		config acctest.Values
		want   string
	}{
		{
			"by id",
			acctest.Values{"id": acctest.MissingID},
			"error at id: Cannot find scene: XRCLOUD responded with 404 Not Found to GET /api/scenes/" + acctest.MissingID + ": Scene with ID " + acctest.MissingID + " not found." + acctest.AdviceOnNotFound,
		},
		{
			"by name",
			acctest.Values{"project_id": project, "name": "lobby"},
			`error at name: Cannot find scene: There is no scene named "lobby". There is:` + line(first) + line(second) + line(third),
		},
		{
			"by name and creator",
			acctest.Values{"project_id": project, "name": "Lobby", "creator": "carol"},
			`error at name: Cannot find scene: There is no scene named "Lobby". There is:` + line(first) + line(second) + line(third),
		},
		{
			"in an empty project",
			acctest.Values{"project_id": empty, "name": "Lobby"},
			`error at name: Cannot find scene: There is no scene named "Lobby". There is no other scene. Publish one in the editor, whose URL xrcloud_scene_editor returns, or check project_id.`,
		},
		{
			"several",
			acctest.Values{"project_id": project, "name": "Lobby"},
			`error at name: Cannot find scene: Exactly one scene named "Lobby" must match, but there are 2. Set id to the ID of one of them:` + line(first) + line(second),
		},
	} {
		if _, problems := client.ReadDataSource("xrcloud_scene", c.config); strings.Join(problems, "\n") != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, strings.Join(problems, "\n"), c.want)
		}
	}
	found, problems := client.ReadDataSource("xrcloud_scene", acctest.Values{"project_id": project, "name": "Lobb_"})
	if len(problems) > 0 || found.Attribute(t, "id") != third.ID {
		t.Errorf("by a name with a wildcard, the scene is %v: %q", found.Value, problems)
	}
}

func TestScenesFiltered(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	project := s.CreateProject(t, "Fair").ID
	publishScene(t, s, project, "Hall 100%", "alice")
	publishScene(t, s, project, "Hall 1000", "bob")
	publishScene(t, s, project, "hall", "")
	publishScene(t, s, s.CreateProject(t, "Other").ID, "Hall elsewhere", "alice")
	for _, client := range []*acctest.ProtocolClient{s.ProtocolClient(t), s.ProtocolClientWithKey(t)} {
		_, problems := client.ReadDataSource("xrcloud_scenes", acctest.Values{"project_id": acctest.MissingID})
		if len(problems) != 1 || !strings.HasPrefix(problems[0], "error at project_id: Cannot list scenes: ") {
			t.Errorf("with a missing project: %q", problems)
		}
		for _, c := range []struct {
			name   string
			config acctest.Values
			want   []string
		}{
			{"all", acctest.Values{}, []string{"Hall 100%", "Hall 1000", "hall"}},
			{"case-sensitive", acctest.Values{"name_contains": "Hall"}, []string{"Hall 100%", "Hall 1000"}},
			{"no wildcards", acctest.Values{"name_contains": "100%"}, []string{"Hall 100%"}},
			{"creator", acctest.Values{"creator": "bob"}, []string{"Hall 1000"}},
			{"default creator", acctest.Values{"creator": "admin"}, []string{"hall"}},
			{"part of a creator", acctest.Values{"creator": "bo"}, nil},
			{"both", acctest.Values{"creator": "bob", "name_contains": "100%"}, nil},
		} {
			config := acctest.Values{"project_id": project}
			maps.Copy(config, c.config)
			list, problems := client.ReadDataSource("xrcloud_scenes", config)
			var names []string
			for _, scene := range list.List(t, "scenes") {
				names = append(names, scene.Attribute(t, "name"))
			}
			if len(problems) > 0 || strings.Join(names, "|") != strings.Join(c.want, "|") {
				t.Errorf("%s: the scenes are %q, want %q; %q", c.name, names, c.want, problems)
			}
		}
	}
}

// The service in its published version does not return the creator of a scene, but can filter by it.
func TestScenesOfPublishedService(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{Published: true})
	project := s.CreateProject(t, "Fair").ID
	lobby := publishScene(t, s, project, "Lobby", "alice")
	publishScene(t, s, project, "Lobby", "bob")
	client := s.ProtocolClient(t)
	for _, c := range []struct {
		config  acctest.Values
		creator string
	}{
		{acctest.Values{"id": lobby.ID}, "null"},
		{acctest.Values{"project_id": project, "name": "Lobby", "creator": "alice"}, "alice"},
	} {
		found, problems := client.ReadDataSource("xrcloud_scene", c.config)
		if len(problems) > 0 || found.Attribute(t, "id") != lobby.ID || found.Attribute(t, "creator") != c.creator {
			t.Errorf("%v finds %v: %q", c.config, found.Value, problems)
		}
	}
	list, problems := client.ReadDataSource("xrcloud_scenes", acctest.Values{"project_id": project, "creator": "alice"})
	scenes := list.List(t, "scenes")
	if len(problems) > 0 || len(scenes) != 1 || scenes[0].Attribute(t, "creator") != "alice" {
		t.Errorf("the scenes of alice are %v: %q", list.Value, problems)
	}
}

func TestSceneDataSourceValidation(t *testing.T) {
	t.Parallel()
	const (
		missing  = "Missing Attribute Configuration: Exactly one of these attributes must be configured: "
		together = "Invalid Attribute Combination: Exactly one of these attributes must be configured: "
	)
	client := acctest.NewProtocolClient(t, acctest.Values{"api_key": "key"})
	for _, c := range []struct {
		kind   string
		config acctest.Values
		want   []string
	}{
		{"xrcloud_scene", acctest.Values{"id": acctest.MissingID}, nil},
		{"xrcloud_scene", acctest.Values{"id": acctest.Unknown}, nil},
		{"xrcloud_scene", acctest.Values{"project_id": acctest.Unknown, "name": acctest.Unknown, "creator": acctest.Unknown}, nil},
		{"xrcloud_scene", acctest.Values{"id": "lobby"}, []string{acctest.NotUUIDError("id", "lobby")}},
		{"xrcloud_scene", acctest.Values{}, []string{"error: " + missing + "[id,name]"}},
		{"xrcloud_scene", acctest.Values{"name": "Lobby"}, []string{
			"error at name: Missing argument: name requires project_id. Set project_id to the ID of the project in which to look up the name.",
		}},
		{"xrcloud_scene", acctest.Values{"project_id": acctest.MissingID}, []string{"error: " + missing + "[id,name]"}},
		{"xrcloud_scene", acctest.Values{"id": acctest.MissingID, "name": "Lobby"}, []string{"error at id: " + together + "[id,name]"}},
		{"xrcloud_scene", acctest.Values{"id": acctest.MissingID, "project_id": acctest.MissingID}, []string{"error at id: Invalid Attribute Combination: These attributes cannot be configured together: [id,project_id]"}},
		{"xrcloud_scene", acctest.Values{"id": acctest.MissingID, "creator": "alice"}, []string{
			"error at id: Invalid Attribute Combination: These attributes cannot be configured together: [id,creator]",
		}},
		{"xrcloud_scenes", acctest.Values{"project_id": acctest.Unknown, "name_contains": acctest.Unknown, "creator": acctest.Unknown}, nil},
		{"xrcloud_scenes", acctest.Values{"project_id": "fair"}, []string{acctest.NotUUIDError("project_id", "fair")}},
	} {
		got := client.ValidateDataSource(c.kind, c.config)
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s with %v: got\n%s\nwant\n%s", c.kind, c.config, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}
