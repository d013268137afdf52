package acctest_test

import (
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// What "terraform query -generate-config-out" writes applies unchanged: each thing found is imported by its identity with
// the configuration that Terraform generates for it, and after an apply nothing is left to do.
func TestGenerated(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, kind string
		config     func(*examplesFixture) acctest.Values
		keyAlone   bool
		found      int
	}{
		{name: "projects", kind: "xrcloud_project", found: 1, config: func(*examplesFixture) acctest.Values {
			return acctest.Values{}
		}},
		{name: "projects with a label", kind: "xrcloud_project", found: 1, config: func(*examplesFixture) acctest.Values {
			return acctest.Values{"label": "fair-2026"}
		}},
		{name: "scenes", kind: "xrcloud_scene", found: 1, config: inProject},
		{name: "scenes, with an API key alone", kind: "xrcloud_scene", keyAlone: true, found: 1, config: inProject},
		{name: "rooms of a project", kind: "xrcloud_room", found: 2, config: inProject},
		{name: "rooms of a project, with an API key alone", kind: "xrcloud_room", keyAlone: true, found: 2, config: inProject},
		{name: "rooms on a scene", kind: "xrcloud_room", found: 2, config: func(f *examplesFixture) acctest.Values {
			return acctest.Values{"scene_id": f.scene}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := newExamplesFixture(t)
			caller := f.ProtocolClient(t)
			if c.keyAlone {
				caller = f.ProtocolClientWithKey(t)
			}
			found, problems := caller.Query(c.kind, c.config(f), 0)
			if len(problems) > 0 || len(found) != c.found {
				t.Fatalf("found %d, want %d: %v", len(found), c.found, problems)
			}
			for _, one := range found {
				requireAdoptedUnchanged(t, caller, one)
			}
		})
	}
}

func inProject(f *examplesFixture) acctest.Values { return acctest.Values{"project_id": f.project} }
