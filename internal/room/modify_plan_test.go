package room_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// A plan without any credential is an error. A plan with a credential that is unknown until apply is not.
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
		client := acctest.NewProtocolClient(t, c.arguments)
		_, problems := client.Plan(client.Absent("xrcloud_room"), p.arguments(nil))
		if got := strings.Join(problems, "\n"); c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: the plan: %q", name, got)
		}
	}
}

// The scenes of a project are listed once for all rooms of a plan.
func TestScenesAreListedOnceForAllRooms(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	client := p.ProtocolClient(t)
	p.Server.Reset()
	for _, name := range []string{"One", "Two", "Three"} {
		if _, problems := client.Plan(client.Absent("xrcloud_room"), p.arguments(acctest.Values{"name": name})); len(problems) > 0 {
			t.Error(problems)
		}
	}
	if sent := p.Server.Requests("", "^/api/"); len(sent) != 1 {
		t.Errorf("three plans sent %d requests", len(sent))
	}
}

// If the provider's configuration is unknown until apply, a plan checks neither the scene and the project of a replacement nor the project of
// an imported room. The plan at apply does.
func TestPlanWithUnknownProviderConfiguration(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	client := p.ProtocolClientWithKey(t)
	created := client.MustApply(client.Absent("xrcloud_room"), p.arguments(nil))
	imported := client.MustRead(client.MustImport("xrcloud_room", created.Attribute(t, "id")))
	unknown := acctest.NewProtocolClient(t, acctest.Values{"endpoint": p.Server.URL(), "api_key": acctest.Unknown})
	p.Server.Reset()
	for name, c := range map[string]struct {
		before acctest.Object
		config acctest.Values
	}{
		"other scene":                 {created, acctest.Values{"scene_id": acctest.MissingID}},
		"other project":               {created, acctest.Values{"project_id": acctest.MissingID}},
		"project of an imported room": {imported, acctest.Values{"project_id": acctest.MissingID}},
		"deletion":                    {created, nil},
	} {
		config := p.arguments(c.config)
		if c.config == nil {
			config = nil
		}
		if _, problems := unknown.Plan(c.before, config); len(problems) > 0 {
			t.Errorf("%s: the plan: %q", name, problems)
		}
	}
	if sent := p.Server.Requests("", ""); len(sent) > 0 {
		t.Errorf("%d requests were sent", len(sent))
	}
}

// A set with an unknown element does not force replacement, as a set that is unknown as a whole.
func TestUnknownTagDoesNotReplace(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	client := p.ProtocolClient(t)
	created := client.MustApply(client.Absent("xrcloud_room"), p.arguments(acctest.Values{"tags": []string{"a"}}))
	tags := tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, tftypes.UnknownValue)})
	planned, problems := client.Plan(created, p.arguments(acctest.Values{"tags": tags}))
	if len(planned.Replaces) > 0 || len(problems) != 1 || !strings.HasPrefix(problems[0], "warning at tags: Value is unknown until apply: ") {
		t.Errorf("replacement is forced by %v: %q", planned.Replaces, problems)
	}
}
