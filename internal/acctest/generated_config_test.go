package acctest_test

import (
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// The configuration that "terraform query -generate-config-out" writes for each result changes nothing after an import by the identity of
// the result.
func TestGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, kind string
		config     func(*examplesFixture) acctest.Values
		keyOnly    bool
		found      int
	}{
		{name: "projects", kind: "xrcloud_project", found: 1, config: func(*examplesFixture) acctest.Values {
			return acctest.Values{}
		}},
		{name: "projects with a label", kind: "xrcloud_project", found: 1, config: func(*examplesFixture) acctest.Values {
			return acctest.Values{"label": "fair-2026"}
		}},
		{name: "scenes", kind: "xrcloud_scene", found: 1, config: configForProject},
		{name: "scenes, with only an API key", kind: "xrcloud_scene", keyOnly: true, found: 1, config: configForProject},
		{name: "rooms of a project", kind: "xrcloud_room", found: 2, config: configForProject},
		{name: "rooms of a project, with only an API key", kind: "xrcloud_room", keyOnly: true, found: 2, config: configForProject},
		{name: "rooms on a scene", kind: "xrcloud_room", found: 2, config: func(f *examplesFixture) acctest.Values {
			return acctest.Values{"scene_id": f.scene}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := newExamplesFixture(t)
			client := f.ProtocolClient(t)
			if c.keyOnly {
				client = f.ProtocolClientWithKey(t)
			}
			found, problems := client.Query(c.kind, c.config(f), 0)
			if len(problems) > 0 || len(found) != c.found {
				t.Fatalf("found %d, want %d: %v", len(found), c.found, problems)
			}
			for _, result := range found {
				requireImportChangesNothing(t, client, result)
			}
		})
	}
}

func configForProject(f *examplesFixture) acctest.Values {
	return acctest.Values{"project_id": f.project}
}
