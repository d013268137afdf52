package acctest_test

import (
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

const mockFile = "mocks/xrcloud.tfmock.hcl"

// mockedConfig passes computed values of all types to arguments whose form the provider validates.
const mockedConfig = `
resource "xrcloud_project" "fair" {
  name = "Fair"
}

resource "xrcloud_scene" "lobby" {
  scene_id   = data.xrcloud_scene.lobby.id
  project_id = xrcloud_project.fair.id
}

data "xrcloud_project" "fair" {
  id = xrcloud_project.fair.id
}

data "xrcloud_scene" "lobby" {
  project_id = data.xrcloud_project.fair.id
  name       = "Lobby"
}

data "xrcloud_scene_editor" "change" {
  project_id = xrcloud_scene.lobby.project_id
  callback   = xrcloud_project.fair.logo_url
}

resource "xrcloud_room" "hall" {
  project_id = xrcloud_project.fair.id
  scene_id   = xrcloud_scene.lobby.id
  name       = "Main Hall"
  return_url = data.xrcloud_scene_editor.change.url
}

resource "xrcloud_room" "next" {
  project_id = data.xrcloud_room.hall.project_id
  scene_id   = data.xrcloud_room.hall.scene_id
  name       = data.xrcloud_room.hall.name
  size       = xrcloud_room.hall.size
  tags       = data.xrcloud_room.hall.tags
  return_url = data.xrcloud_room_access.ada.private_guest_url
}

data "xrcloud_room" "hall" {
  id = xrcloud_room.hall.id
}

data "xrcloud_room_access" "ada" {
  room_id    = data.xrcloud_room.hall.id
  user_id    = data.xrcloud_user.ada.id
  avatar_url = xrcloud_scene.lobby.thumbnail_url
}

data "xrcloud_room_logs" "opening" {
  room_id = data.xrcloud_room.hall.id
  since   = xrcloud_room.hall.created_at
  until   = xrcloud_room.hall.updated_at
}

data "xrcloud_user" "ada" {
  project_id = data.xrcloud_project.fair.id
  account_id = "ada@example.com"
}

resource "xrcloud_vcs_room" "speakers" {
  name = "Speakers"
}

data "xrcloud_vcs_room" "speakers" {
  id = xrcloud_vcs_room.speakers.id
}

resource "xrcloud_vcs_room" "next" {
  name                           = data.xrcloud_vcs_room.speakers.name
  conference_type                = data.xrcloud_vcs_room.speakers.conference_type
  auto_upgrade_participant_count = data.xrcloud_vcs_room.speakers.auto_upgrade_participant_count
}

resource "xrcloud_venueless_room" "hall" {
  name = "Main Hall"
}

data "xrcloud_venueless_room" "hall" {
  id       = xrcloud_venueless_room.hall.id
  world_id = data.xrcloud_venueless_world.event.id
}

data "xrcloud_venueless_world" "event" {
  id = xrcloud_venueless_room.hall.world_id
}

resource "xrcloud_venueless_room" "next" {
  name          = data.xrcloud_venueless_room.hall.name
  schedule_data = xrcloud_venueless_room.hall.schedule_data
  deletion_mode = xrcloud_venueless_room.hall.deletion_mode
}

resource "xrcloud_whiteboard_room" "speakers" {}

data "xrcloud_whiteboard_room" "by_id" {
  id = xrcloud_whiteboard_room.speakers.id
}

data "xrcloud_whiteboard_room" "by_uuid" {
  uuid   = data.xrcloud_whiteboard_room.by_id.uuid
  region = data.xrcloud_whiteboard_room.by_id.region
}

resource "xrcloud_whiteboard_room" "next" {
  region     = xrcloud_whiteboard_room.speakers.region
  on_destroy = xrcloud_whiteboard_room.speakers.on_destroy
}

output "entry" {
  value = provider::xrcloud::room_entry_url(xrcloud_room.hall.public_guest_url, { fast_entry = true })
}

output "sid" {
  value = nonsensitive(provider::xrcloud::parse_room_url(data.xrcloud_room_access.ada.public_host_url).room_sid)
}
`

// With the mock file of the examples, such a configuration passes a test without a service and without a credential.
func TestMockDefaultsAreValid(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		test       string
		noOpenTofu string
	}{
		"as a file": {"mock_provider \"xrcloud\" {\n  source = \"./mocks\"\n}\n", "OpenTofu has no source argument in mock_provider blocks"},
		"inline":    {"mock_provider \"xrcloud\" {\n" + example(t, mockFile) + "}\n", "OpenTofu does not allow a default for an argument that the configuration sets"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t)
			if acctest.IsOpenTofu(t) {
				t.Skip(c.noOpenTofu)
			}
			w.write(t, mockFile, example(t, mockFile))
			w.write(t, "main.tf", requiredProviders+mockedConfig)
			w.write(t, "mocked.tftest.hcl", c.test+`
run "all" {
  assert {
    condition     = output.sid == "AbCdEf1" && endswith(output.entry, "&funcs=fastEntry")
    error_message = "The URLs must be those of a room."
  }
}
`)
			w.terraform(t, "init")
			if _, all, code := w.run(t, w.cli, "test", "-no-color"); code != 0 || !strings.Contains(all, "1 passed, 0 failed.") {
				t.Errorf("the test exits with %d:\n%s", code, all)
			}
		})
	}
}

// The tests with mocks of the example modules pass without a service.
func TestMockedModules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ folder, test string }{
		{"modules/event", "tests/mocked.tftest.hcl"},
		{"modules/attendance", "tests/mocked.tftest.hcl"},
		{"guides/testing-modules", "mocked.tftest.hcl"},
	} {
		t.Run(path.Base(c.folder), func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t)
			copyFolder(t, w, c.folder)
			w.terraform(t, "init")
			if _, all, code := w.run(t, w.cli, "test", "-no-color", "-filter="+filepath.FromSlash(c.test)); code != 0 || strings.Contains(all, " 0 passed") || !strings.Contains(all, " 0 failed.") {
				t.Errorf("the test exits with %d:\n%s", code, all)
			}
		})
	}
}

// The mock file has each type, with a default for each computed attribute and for no other.
func TestMockDefaultsAreComplete(t *testing.T) {
	t.Parallel()
	server, err := acctest.Providers()["xrcloud"]()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	file, diags := hclsyntax.ParseConfig([]byte(example(t, mockFile)), mockFile, hcl.InitialPos)
	body, ok := file.Body.(*hclsyntax.Body)
	if diags.HasErrors() || !ok {
		t.Fatal(diags)
	}
	kinds := map[string]map[string]*tfprotov6.Schema{"mock_resource": schema.ResourceSchemas, "mock_data": schema.DataSourceSchemas}
	mocked := map[string][]string{}
	for _, block := range body.Blocks {
		mocked[block.Type] = append(mocked[block.Type], block.Labels[0])
		schema := kinds[block.Type][block.Labels[0]]
		if schema == nil {
			t.Errorf("%s %s: the provider has no such type", block.Type, block.Labels[0])
			continue
		}
		defaults := slices.Sorted(maps.Keys(evaluate(t, block.Body.Attributes["defaults"].Expr, nil).AsValueMap()))
		if want := computedAttributes(schema); !slices.Equal(defaults, want) {
			t.Errorf("%s: %s %s has defaults for %v, want one for each computed attribute: %v", mockFile, block.Type, block.Labels[0], defaults, want)
		}
	}
	for kind, schemas := range kinds {
		for name, schema := range schemas {
			if len(computedAttributes(schema)) > 0 && !slices.Contains(mocked[kind], name) {
				t.Errorf("there is no %s for %s", kind, name)
			}
		}
	}
}

// computedAttributes returns the computed attributes, except lists of objects, which are empty without a default.
func computedAttributes(schema *tfprotov6.Schema) []string {
	var names []string
	for _, attribute := range schema.Block.Attributes {
		if attribute.Computed && attribute.NestedType == nil {
			names = append(names, attribute.Name)
		}
	}
	slices.Sort(names)
	return names
}
