package room_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// Without any credential, the plan says so; with one that is unknown until apply, it does not.
func TestPlanWithoutCredential(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	for name, c := range map[string]struct {
		arguments acctest.Values
		want      string
	}{
		"none":    {acctest.Values{"endpoint": p.Arguments()["endpoint"]}, "error: Cannot plan room: The provider has no credential. Set api_key"},
		"unknown": {acctest.Values{"endpoint": p.Arguments()["endpoint"], "api_key": acctest.Unknown}, ""},
		"key":     {acctest.Values{"endpoint": p.Arguments()["endpoint"], "api_key": p.Arguments()["api_key"]}, ""},
	} {
		caller := acctest.NewProtocolClient(t, c.arguments)
		_, problems := caller.Plan(caller.Absent("xrcloud_room"), p.arguments(nil))
		if got := strings.Join(problems, "\n"); c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: the plan says %q", name, got)
		}
	}
}

// The scenes of a project are listed once for all rooms of a plan.
func TestScenesAreListedOnceForAllRooms(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	caller := p.ProtocolClient(t)
	p.Server.Reset()
	for _, name := range []string{"One", "Two", "Three"} {
		if _, problems := caller.Plan(caller.Absent("xrcloud_room"), p.arguments(acctest.Values{"name": name})); len(problems) > 0 {
			t.Error(problems)
		}
	}
	if asked := p.Server.Requests("", "^/api/"); len(asked) != 1 {
		t.Errorf("three plans sent %d requests", len(asked))
	}
}

// While the provider's configuration is unknown, nobody can be asked whether a replacement has a scene and a project, or
// whether an imported room is in its project: the apply, which plans once more, asks.
func TestPlanWithUnknownProviderConfiguration(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	caller := p.ProtocolClientWithKey(t)
	created := caller.MustApply(caller.Absent("xrcloud_room"), p.arguments(nil))
	imported, problems := caller.Import("xrcloud_room", created.Attribute(t, "id"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if imported, problems = caller.Read(imported); len(problems) > 0 {
		t.Fatal(problems)
	}
	unknown := acctest.NewProtocolClient(t, acctest.Values{"endpoint": p.Server.URL(), "api_key": acctest.Unknown})
	p.Server.Reset()
	for name, c := range map[string]struct {
		before acctest.Object
		config acctest.Values
	}{
		"another scene":               {created, acctest.Values{"scene_id": missingID}},
		"another project":             {created, acctest.Values{"project_id": missingID}},
		"project of an imported room": {imported, acctest.Values{"project_id": missingID}},
		"the end of the room":         {created, nil},
	} {
		config := p.arguments(c.config)
		if c.config == nil {
			config = nil
		}
		if _, problems := unknown.Plan(c.before, config); len(problems) > 0 {
			t.Errorf("%s: the plan says %q", name, problems)
		}
	}
	if asked := p.Server.Requests("", ""); len(asked) > 0 {
		t.Errorf("sent %d requests", len(asked))
	}
}

// A set with one unknown element replaces nothing, as one that is unknown as a whole.
func TestUnknownTagDoesNotReplace(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	caller := p.ProtocolClient(t)
	created := caller.MustApply(caller.Absent("xrcloud_room"), p.arguments(acctest.Values{"tags": []string{"a"}}))
	tags := tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, tftypes.UnknownValue)})
	planned, problems := caller.Plan(created, p.arguments(acctest.Values{"tags": tags}))
	if len(planned.Replaces) > 0 || len(problems) != 1 || !strings.HasPrefix(problems[0], "warning at tags: Value is unknown until apply: ") {
		t.Errorf("replaced because of %v; the plan says %q", planned.Replaces, problems)
	}
}
