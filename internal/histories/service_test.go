package histories_test

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

const (
	serviceSteps = 16
	// mostObjects is the number of projects and rooms that a history on a real service can create.
	mostObjects = 20
)

// TestHistoriesOnService plays a few histories without faults, with the resources of XRCLOUD. With TF_ACC=1 they are played on the real
// service, with projects of their own.
func TestHistoriesOnService(t *testing.T) {
	t.Parallel()
	for seed := 1; seed <= 3; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			h := onService(seed)
			if err := histories.PlayOn(newServiceWorld(t), h, &histories.Report{}); err != nil {
				t.Errorf("%v\n\n%s", err, h.Go())
			}
		})
	}
}

// newServiceWorld returns a world with the service. The projects of the world are deleted when the test ends.
func newServiceWorld(t *testing.T) *world.World {
	t.Helper()
	s := acctest.Start(t)
	credentials := func(name string) string { return fmt.Sprint(s.Arguments()[name]) }
	endpoint, err := url.Parse(credentials("endpoint"))
	if err != nil {
		t.Fatal(err)
	}
	cleaned := map[string]bool{}
	w, err := world.NewWithService(world.RealService{
		Endpoint:    endpoint,
		Account:     emulator.Account{APIKey: credentials("api_key"), Email: credentials("email"), Password: credentials("password")},
		MostObjects: mostObjects,
		Objects: func(ids []string) []world.Object {
			var found []world.Object
			for _, id := range ids {
				if !cleaned[id] {
					cleaned[id] = true
					s.DeleteProjectAfterTest(t, id)
				}
				objects, err := objectsOf(t, s.Client, id)
				if err != nil {
					t.Error(err)
				}
				found = append(found, objects...)
			}
			return found
		},
		PublishScene: func(projectID string) (string, error) { return s.PublishScene(t, projectID, "Own"), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// objectsOf returns a project, if it exists, and what is in it.
func objectsOf(t *testing.T, client *xrcloud.Client, id string) (objects []world.Object, err error) {
	t.Helper()
	if _, err := client.Project(t.Context(), id); transport.IsNotFound(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	objects = []world.Object{{Type: "xrcloud_project", ID: id}}
	for scene, failed := range client.Scenes(t.Context(), id, "", "") {
		err = errors.Join(err, failed)
		objects = append(objects, world.Object{Type: "xrcloud_scene", ID: scene.ID, Parent: id, Project: id})
	}
	for room, failed := range client.RoomsOfProject(t.Context(), id, "") {
		err = errors.Join(err, failed)
		objects = append(objects, world.Object{Type: "xrcloud_room", ID: room.ID, Parent: room.SceneID, Project: id})
	}
	return objects, err
}

// onService returns the history of a seed that can be played on a real service: without faults and events, with blocks that need no scene
// with a name of their choice, no labels, which other people use, and acts on the objects of the history alone.
func onService(seed int) histories.History {
	blocks := []string{
		"terraform_data.name", "terraform_data.url", "xrcloud_project.fair", "xrcloud_project.fair2", "xrcloud_scene.own", "xrcloud_room.foyer",
		"xrcloud_room.foyer2", "data.xrcloud_project.fair", "data.xrcloud_room.foyer", "data.xrcloud_rooms.all",
	}
	acts := []string{"rename", "change the webhook", "change the size", "change the return URL", "delete", "add a twin", "recreate", "create"}
	h := histories.History{Steps: []histories.Step{
		histories.Add{Block: "xrcloud_project.fair"},
		histories.Add{Block: "xrcloud_room.foyer"},
		histories.Apply{},
		histories.Set{Block: "xrcloud_project.fair", Argument: "name", Value: "Hall"},
		histories.Set{Block: "xrcloud_room.foyer", Argument: "name", Value: "Grand Hall"},
		histories.Somebody{Act: world.Act{Name: "change the size", Type: "xrcloud_room", Index: -1, Number: seed}},
		histories.Apply{},
		histories.Taint{Block: "xrcloud_room.foyer"},
		histories.Apply{},
	}}
	isOwn := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return name != "" && !slices.Contains(blocks, name) })
	}
	changes := 0 // since the last apply
	for _, step := range histories.Generate(seed, 400).Steps {
		isPossible := false
		switch s := step.(type) {
		case histories.Add:
			isPossible = isOwn(s.Block)
		case histories.Remove:
			isPossible = isOwn(s.Block)
		case histories.Set:
			isPossible = isOwn(s.Block) && s.Argument != "label"
		case histories.Lifecycle:
			isPossible = isOwn(s.Block)
		case histories.Taint:
			isPossible = isOwn(s.Block)
		case histories.Forget:
			isPossible = isOwn(s.Block)
		case histories.Import:
			s.Faults = nil
			step, isPossible = s, isOwn(s.Block)
		case histories.Apply:
			s.Workspace, s.Faults, s.During = 0, nil, histories.During{}
			if step, isPossible = s, isOwn(s.Replace, s.Import) && changes > 1; isPossible {
				changes = 0
			}
		case histories.Somebody:
			isPossible = slices.Contains(acts, s.Act.Name) && (s.Act.Type == "xrcloud_project" || s.Act.Type == "xrcloud_room") && !strings.HasPrefix(s.Act.Name, "create ")
		}
		if isPossible && len(h.Steps) < serviceSteps {
			h.Steps = append(h.Steps, step)
			changes++
		}
	}
	return h
}
