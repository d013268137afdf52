package scene_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// editorForms are the data source and the ephemeral resource xrcloud_scene_editor.
var editorForms = map[string]struct {
	read     func(*acctest.ProtocolClient, string, acctest.Values) (acctest.Object, []string)
	validate func(*acctest.ProtocolClient, string, acctest.Values) []string
}{
	"data source": {(*acctest.ProtocolClient).ReadDataSource, (*acctest.ProtocolClient).ValidateDataSource},
	"ephemeral":   {(*acctest.ProtocolClient).OpenEphemeral, (*acctest.ProtocolClient).ValidateEphemeral},
}

// The request has every argument, and each read returns another URL.
func TestSceneEditor(t *testing.T) {
	t.Parallel()
	for name, form := range editorForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newFixture(t, acctest.Start(t))
			for _, client := range []*acctest.ProtocolClient{p.ProtocolClient(t), p.ProtocolClientWithKey(t)} {
				seen := map[string]bool{}
				for _, config := range []acctest.Values{
					{"project_id": p.project},
					{"project_id": p.project, "creator": "al/ice@example.com & 방"},
					{"project_id": p.project, "creator": "Admin", "callback": "https://example.com/published?a=b&c"},
					{"scene_id": p.scene},
				} {
					if p.Emulator != nil {
						p.Server.Reset()
					}
					for range 2 {
						editor, problems := form.read(client, "xrcloud_scene_editor", config)
						if len(problems) > 0 {
							t.Fatalf("%v: %q", config, problems)
						}
						url := editor.Attribute(t, "url")
						if seen[url] || !strings.Contains(url, "/spoke/projects/") {
							t.Errorf("%v returns %s", config, url)
						}
						seen[url] = true
						for argument, value := range config {
							if editor.Attribute(t, argument) != value {
								t.Errorf("%v returns %s = %s", config, argument, editor.Attribute(t, argument))
							}
						}
					}
					if p.Emulator == nil {
						continue // a real service does not show its requests
					}
					sent := p.Server.Requests("", "^/api/")[0]
					if config["scene_id"] != nil {
						if sent.Path != "/api/scenes/"+p.scene || len(sent.Query) > 0 {
							t.Errorf("%v sends %s with %v", config, sent.Path, sent.Query)
						}
						continue
					}
					for argument, parameter := range map[string]string{"project_id": "projectId", "creator": "creator", "callback": "callback"} {
						if want, found := config[argument]; found != sent.Query.Has(parameter) || found && sent.Query.Get(parameter) != want {
							t.Errorf("%v sends %v", config, sent.Query)
						}
					}
				}
			}
		})
	}
}

func TestSceneEditorAPIErrors(t *testing.T) {
	t.Parallel()
	for name, form := range editorForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newFixture(t, acctest.Start(t)).ProtocolClient(t)
			for argument, want := range map[string]string{
				"project_id": "error at project_id: Cannot get scene editor: XRCLOUD responded with 404 Not Found to GET /api/scenes/get-creation-url: Project with ID " + acctest.MissingID + " not found." +
					"\n\nThere is no such project, or it belongs to another account. Set project_id to the ID of an existing project.",
				"scene_id": "error at scene_id: Cannot get scene editor: XRCLOUD responded with 404 Not Found to GET /api/scenes/" + acctest.MissingID + ": Scene with ID " + acctest.MissingID + " not found." + acctest.AdviceOnNotFound,
			} {
				_, problems := form.read(client, "xrcloud_scene_editor", acctest.Values{argument: acctest.MissingID})
				if got := strings.Join(problems, "\n"); got != want {
					t.Errorf("%s: got\n%s\nwant\n%s", argument, got, want)
				}
			}
		})
	}
}

func TestSceneEditorValidation(t *testing.T) {
	t.Parallel()
	const (
		missing  = "Missing Attribute Configuration: Exactly one of these attributes must be configured: [project_id,scene_id]"
		together = "Invalid Attribute Combination: "
	)
	for name, form := range editorForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := acctest.NewProtocolClient(t, acctest.Values{"api_key": "key"})
			for _, c := range []struct {
				config acctest.Values
				want   string
			}{
				{acctest.Values{"project_id": acctest.MissingID, "creator": "alice", "callback": "https://example.com/published"}, ""},
				{acctest.Values{"project_id": acctest.Unknown, "creator": acctest.Unknown, "callback": acctest.Unknown}, ""},
				{acctest.Values{"scene_id": acctest.Unknown}, ""},
				{acctest.Values{}, "error: " + missing},
				{acctest.Values{"project_id": acctest.MissingID, "scene_id": acctest.MissingID}, "error at project_id: " + together + "Exactly one of these attributes must be configured: [project_id,scene_id]"},
				{acctest.Values{"scene_id": acctest.MissingID, "creator": "alice"}, "error at scene_id: " + together + "These attributes cannot be configured together: [scene_id,creator]"},
				{acctest.Values{"scene_id": acctest.MissingID, "callback": "https://example.com"}, "error at scene_id: " + together + "These attributes cannot be configured together: [scene_id,callback]"},
				{acctest.Values{"project_id": "fair"}, acctest.NotUUIDError("project_id", "fair")},
				{acctest.Values{"scene_id": "lobby"}, acctest.NotUUIDError("scene_id", "lobby")},
				{acctest.Values{"project_id": acctest.MissingID, "creator": "admin"}, `error at creator: Invalid Attribute Value Match: Attribute creator value must be none of: ["admin"], got: "admin"`},
				{acctest.Values{"project_id": acctest.MissingID, "creator": ""}, `error at creator: Invalid Attribute Value Length: Attribute creator string length must be at least 1, got: 0`},
				{
					acctest.Values{"project_id": acctest.MissingID, "callback": "http://localhost/published"},
					acctest.InvalidHostError("callback", "localhost"),
				},
			} {
				if got := strings.Join(form.validate(client, "xrcloud_scene_editor", c.config), "\n"); got != c.want {
					t.Errorf("%v: got\n%s\nwant\n%s", c.config, got, c.want)
				}
			}
		})
	}
}

// The arguments can be unknown until apply. The URL of the data source is sensitive.
func TestSceneEditorInTerraform(t *testing.T) {
	t.Parallel()
	const later = `
resource "terraform_data" "later" {
  input = { project_id = %q, scene_id = %q, creator = "alice", callback = "https://example.com/published" }
}
%s "xrcloud_scene_editor" "new" {
  project_id = terraform_data.later.output.project_id
  creator    = terraform_data.later.output.creator
  callback   = terraform_data.later.output.callback
}
`
	for kind, step := range map[string]resource.TestStep{
		"data": {
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue("data.xrcloud_scene_editor.new", tfjsonpath.New("url")),
				plancheck.ExpectSensitiveValue("data.xrcloud_scene_editor.new", tfjsonpath.New("url")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectSensitiveValue("data.xrcloud_scene_editor.new", tfjsonpath.New("url")),
			},
		},
		"ephemeral": {
			Config: `
ephemeral "xrcloud_scene_editor" "change" {
  scene_id = terraform_data.later.output.scene_id
}
provider "echo" {
  data = { new = ephemeral.xrcloud_scene_editor.new.url, change = ephemeral.xrcloud_scene_editor.change.url }
}
resource "echo" "opened" {}
`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("echo.opened", tfjsonpath.New("data").AtMapKey("new"), knownvalue.NotNull()),
				statecheck.ExpectKnownValue("echo.opened", tfjsonpath.New("data").AtMapKey("change"), knownvalue.NotNull()),
			},
		},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			if kind == "ephemeral" {
				acctest.RequireEphemeral(t)
			}
			p := newFixture(t, acctest.Start(t))
			step.Config = p.Config(fmt.Sprintf(later, p.project, p.scene, kind) + step.Config)
			resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers(), Steps: []resource.TestStep{step}})
			if p.Emulator == nil {
				return // a real service does not show its requests
			}
			if sent := p.Server.Requests("", "^/api/scenes/get-creation-url"); len(sent) == 0 || sent[0].Query.Get("creator") != "alice" {
				t.Errorf("sent %v", sent)
			}
		})
	}
}
