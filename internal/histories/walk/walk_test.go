package walk_test

import (
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
)

func newServer() walk.Server {
	server, err := acctest.Providers()["xrcloud"]()
	if err != nil {
		panic(err)
	}
	return server.(walk.Server) //nolint:forcetypeassert // the provider has list resources
}

func TestMain(m *testing.M) {
	walk.Use(newServer)
	m.Run()
}

func requireSuccess(t *testing.T, result *walk.Result) {
	t.Helper()
	if result.Failed() {
		t.Fatal(result.Diagnostics, result.Violations)
	}
}

func apply(t *testing.T, tf *walk.Terraform, config walk.Config, options walk.PlanOptions) *walk.Plan {
	t.Helper()
	plan := tf.Plan(config, options)
	requireSuccess(t, &plan.Result)
	requireSuccess(t, tf.Apply(plan))
	return plan
}

func TestLifecycle(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{SeedScenes: []string{"Lobby"}})
	tf := &walk.Terraform{NewServer: newServer, Arguments: s.Arguments(), State: walk.NewState()}
	config := walk.Config{
		"terraform_data.name":      {Arguments: map[string]any{"input": "Main Hall"}},
		"xrcloud_project.fair":     {Arguments: map[string]any{"name": "Fair", "force_destroy": true}},
		"data.xrcloud_scene.lobby": {Arguments: map[string]any{"project_id": walk.Ref{"xrcloud_project.fair", "id"}, "name": "Lobby"}},
		"xrcloud_room.hall": {Arguments: map[string]any{
			"project_id": walk.Ref{"xrcloud_project.fair", "id"}, "scene_id": walk.Ref{"data.xrcloud_scene.lobby", "id"},
			"name": walk.Ref{"terraform_data.name", "output"}, "return_url": "https://example.com/bye", "tags": []any{"a", "b"},
		}},
	}
	apply(t, tf, config, walk.PlanOptions{})
	if plan := tf.Plan(config, walk.PlanOptions{}); plan.Failed() || !plan.Empty() {
		t.Fatal(plan.Result, plan.Changes[0])
	}
	config["terraform_data.name"].Arguments["input"] = "Grand Hall"
	config["xrcloud_room.hall"].Arguments["size"] = 20
	plan := apply(t, tf, config, walk.PlanOptions{})
	if got := plan.Change("xrcloud_room.hall").Action; got != walk.Update {
		t.Error("action is", got)
	}
	room := tf.State.Instances["xrcloud_room.hall"].String("id")
	plan = apply(t, tf, config, walk.PlanOptions{Replace: []string{"xrcloud_room.hall"}})
	if got := tf.State.Instances["xrcloud_room.hall"].String("id"); got == room || plan.Change("xrcloud_room.hall").Action != walk.DeleteThenCreate {
		t.Error("not replaced: ", got, plan.Change("xrcloud_room.hall").Action)
	}
	roomID := tf.State.Instances["xrcloud_room.hall"].String("id")
	tf.State.Remove("xrcloud_room.hall")
	requireSuccess(t, tf.Import(config, "xrcloud_room.hall", roomID, nil))
	if plan := tf.Plan(config, walk.PlanOptions{}); plan.Failed() || !plan.Empty() {
		t.Fatal(plan.Result)
	}
	apply(t, tf, config, walk.PlanOptions{Destroy: true})
	if len(tf.State.All()) > 0 {
		t.Error("the state is not empty: ", tf.State.All())
	}
}
