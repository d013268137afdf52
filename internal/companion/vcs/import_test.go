package vcs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

// The steps with an import block also check that the plan is empty.
func TestRoomImport(t *testing.T) {
	t.Parallel()
	for name, arguments := range map[string]string{
		"nothing": ``,
		"MESH":    "name = \"Hall\"\ndescription = \"Talks\"",
		"SFU":     `conference_type = "SFU"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{})
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{
					{Config: s.hall(arguments)},
					{ResourceName: hall, ImportState: true, ImportStateVerify: true},
					{ResourceName: hall, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
				},
			})
		})
	}
}

// adopt is a configuration that imports a room and declares it.
func (s *service) adopt(id, arguments string) string {
	return s.hall(arguments) + fmt.Sprintf("\nimport {\n  to = %s\n  id = %q\n}\n", hall, id)
}

// What the service does not tell of an imported room is taken from the configuration, and ends no conference. It is
// believed once: from then on it is known.
func TestRoomImportBelievesConfiguration(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ arguments, then string }{
		"type":           {``, `auto_upgrade_participant_count = 4`},
		"count and type": {`auto_upgrade_participant_count = 4`, `auto_upgrade_participant_count = 5`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{})
			made := s.make(t, api.RoomInput{AutoUpgradeParticipantCount: 4})
			if err := s.Upgrade(made.ID); err != nil {
				t.Fatal(err)
			}
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{
					{
						Config:           s.adopt(made.ID, test.arguments),
						ConfigPlanChecks: expect(plancheck.ResourceActionUpdate),
						ConfigStateChecks: has(map[string]knownvalue.Check{
							"id":              knownvalue.StringExact(made.ID),
							"conference_type": knownvalue.StringExact("MESH"), "current_conference_type": knownvalue.StringExact("SFU"),
						}),
					},
					{Config: s.hall(test.then), ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate)},
				},
			})
		})
	}
}

// What the service does tell of an imported room counts, whatever the configuration says.
func TestRoomImportContradicted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		made      api.RoomInput
		arguments string
	}{
		"type":        {api.RoomInput{}, `conference_type = "SFU"`},
		"name":        {api.RoomInput{Name: "Hall"}, `name = "Lobby"`},
		"no name":     {api.RoomInput{Name: "Hall"}, ``},
		"description": {api.RoomInput{}, `description = "Talks"`},
		"count":       {api.RoomInput{AutoUpgradeParticipantCount: 4}, `auto_upgrade_participant_count = 5`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{ReportsUpgradeCount: true})
			made := s.make(t, test.made)
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config:           s.adopt(made.ID, test.arguments),
					ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate),
				}},
			})
		})
	}
}

func TestRoomImportWarns(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	made := s.make(t, api.RoomInput{ConferenceType: api.SFU})
	caller := s.call(t)
	imported, problems := caller.Import(kind, made.ID)
	read, more := caller.Read(imported)
	if len(problems)+len(more) > 0 {
		t.Fatal(problems, more)
	}
	_, problems = caller.Plan(read, acctest.Values{"conference_type": "MESH", "auto_upgrade_participant_count": 4})
	all := strings.Join(problems, "\n")
	if len(problems) != 2 || !strings.Contains(all, `warning at conference_type: Taken as it is configured`) ||
		!strings.Contains(all, `warning at auto_upgrade_participant_count: Taken as it is configured`) {
		t.Errorf("the warnings are %v", problems)
	}
}

func TestRoomIdentity(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	caller := s.call(t)
	made := caller.MustApply(caller.Absent(kind), acctest.Values{"conference_type": "MESH"})
	id := made.Attribute(t, "id")
	check := func(step string, object acctest.Object, problems []string) {
		t.Helper()
		if object.ID(t) != id || len(problems) > 0 {
			t.Errorf("%s: the identity is %q, want %q; problems: %v", step, object.ID(t), id, problems)
		}
	}
	check("create", made, nil)
	read, problems := caller.Read(made)
	check("read", read, problems)
	imported, problems := caller.ImportByIdentityID(kind, id)
	check("import", imported, problems)
	if got := imported.Attribute(t, "id"); got != id {
		t.Errorf("imported %q", got)
	}
	imported, problems = caller.Read(imported)
	check("read after import", imported, problems)
	updated := caller.MustApply(s.upgraded(t, caller, imported), acctest.Values{"conference_type": "SFU"})
	check("update", updated, nil)
	if got := updated.Attribute(t, "conference_type"); got != "SFU" {
		t.Errorf("updated to %q", got)
	}

	if err := s.client.DeleteRoom(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	gone, _ := caller.Read(made)
	check("read of what is gone", gone, nil)
	if !gone.Value.IsNull() {
		t.Error("the room is still in the state")
	}
}

// upgraded lets the room become SFU and reads it.
func (s *service) upgraded(t *testing.T, caller *acctest.ProtocolClient, room acctest.Object) acctest.Object {
	t.Helper()
	if err := s.Upgrade(room.Attribute(t, "id")); err != nil {
		t.Fatal(err)
	}
	read, problems := caller.Read(room)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return read
}

func TestRoomImportOfNothing(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	caller := s.call(t)
	for _, id := range []string{"RO-1", "a room", "..", "ro/1?x=y"} {
		imported, problems := caller.Import(kind, id)
		if len(problems) > 0 {
			t.Errorf("import %q: %v", id, problems)
		}
		read, problems := caller.Read(imported)
		if len(problems) == 0 || id != ".." && !read.Value.IsNull() {
			t.Errorf("import %q: found %v, problems: %v", id, read.Value, problems)
		}
	}
}
