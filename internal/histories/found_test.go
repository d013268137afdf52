package histories_test

import (
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// found are the histories that have shown a fault in the provider, as short as they can be, by what was wrong.
var found = map[string]histories.History{
	"a refresh believed a response with another object, and the state had its ID": {Steps: []histories.Step{
		histories.Add{Block: "xrcloud_venueless_room.hall"},
		histories.Apply{Workspace: 1},
		histories.Apply{},
		histories.Apply{Workspace: 1, Faults: []world.Fault{{Name: "200 with the ID of another object", Operation: "read Venueless room"}}},
	}},
	"the label of another account's project was never found, and every plan showed an update": {Steps: []histories.Step{
		histories.Credentials{Account: 1},
		histories.Add{Block: "xrcloud_project.fair"},
		histories.Set{Block: "xrcloud_project.fair", Argument: "label", Value: "fair"},
		histories.Apply{},
	}},
	"an error called the own account another one, because a failed login left it unknown": {Steps: []histories.Step{
		histories.Add{Block: "xrcloud_project.fair2"},
		histories.Apply{Faults: []world.Fault{{Name: "connection refused", Operation: "read account"}}},
		histories.Somebody{Act: world.Act{Name: "recreate", Type: "xrcloud_project", Index: 2, Text: "Hall", Number: 5}},
		histories.Apply{Faults: []world.Fault{{Name: "403", Operation: "log in"}}},
	}},
}

func TestFoundFaults(t *testing.T) {
	t.Parallel()
	acctest.RequireEmulator(t, "faults, and other services")
	for name, history := range found {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := histories.Play(t, history, &histories.Report{}); err != nil {
				t.Error(err)
			}
		})
	}
}
