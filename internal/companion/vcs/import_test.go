package vcs_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

// The step with an import block also checks that the plan is empty.
func TestRoomImport(t *testing.T) {
	t.Parallel()
	for name, arguments := range map[string]string{
		"no arguments": ``,
		"MESH":         "name = \"Hall\"\ndescription = \"Talks\"",
		"SFU":          `conference_type = "SFU"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{})
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{
					{Config: s.roomConfig(arguments)},
					{ResourceName: roomAddress, ImportState: true, ImportStateVerify: true},
					{ResourceName: roomAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
				},
			})
		})
	}
}

// The first plan after an import accepts configured values that the service does not return, so that no conference ends. Later
// changes of these values replace the room.
func TestRoomImportAcceptsConfiguredValues(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ arguments, then string }{
		"type":           {``, `auto_upgrade_participant_count = 4`},
		"count and type": {`auto_upgrade_participant_count = 4`, `auto_upgrade_participant_count = 5`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{})
			room := s.createRoom(t, api.RoomInput{AutoUpgradeParticipantCount: 4})
			if err := s.Upgrade(room.ID); err != nil {
				t.Fatal(err)
			}
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{
					{
						Config:           s.importConfig(room.ID, test.arguments),
						ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionUpdate),
						ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{
							"id":              knownvalue.StringExact(room.ID),
							"conference_type": knownvalue.StringExact("MESH"), "current_conference_type": knownvalue.StringExact("SFU"),
						}),
					},
					{Config: s.roomConfig(test.then), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate)},
				},
			})
		})
	}
}

// If the service returns another value than the configured one, the first plan after an import replaces the room.
func TestRoomImportWithDifferentValues(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		input     api.RoomInput
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
			s := startService(t, emulator.Options{ReportsUpgradeCount: true})
			room := s.createRoom(t, test.input)
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config:           s.importConfig(room.ID, test.arguments),
					ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate),
				}},
			})
		})
	}
}

func TestRoomImportWarns(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	room := s.createRoom(t, api.RoomInput{ConferenceType: api.SFU})
	client := s.protocolClient(t)
	imported, problems := client.Import(roomType, room.ID)
	read, more := client.Read(imported)
	if len(problems)+len(more) > 0 {
		t.Fatal(problems, more)
	}
	_, problems = client.Plan(read, acctest.Values{"conference_type": "MESH", "auto_upgrade_participant_count": 4})
	all := strings.Join(problems, "\n")
	if len(problems) != 2 || !strings.Contains(all, `warning at conference_type: Imported value cannot be verified`) ||
		!strings.Contains(all, `warning at auto_upgrade_participant_count: Imported value cannot be verified`) {
		t.Errorf("the warnings are %v", problems)
	}
}

func TestRoomIdentity(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.protocolClient(t)
	created := client.MustApply(client.Absent(roomType), acctest.Values{"conference_type": "MESH"})
	id := created.Attribute(t, "id")
	requireID := func(step string, object acctest.Object, problems []string) {
		t.Helper()
		if object.ID(t) != id || len(problems) > 0 {
			t.Errorf("%s: the identity is %q, want %q; problems: %v", step, object.ID(t), id, problems)
		}
	}
	requireID("create", created, nil)
	read, problems := client.Read(created)
	requireID("read", read, problems)
	imported, problems := client.ImportByIdentityID(roomType, id)
	requireID("import", imported, problems)
	if got := imported.Attribute(t, "id"); got != id {
		t.Errorf("imported %q", got)
	}
	imported, problems = client.Read(imported)
	requireID("read after import", imported, problems)
	updated := client.MustApply(s.upgradeRoom(t, client, imported), acctest.Values{"conference_type": "SFU"})
	requireID("update", updated, nil)
	if got := updated.Attribute(t, "conference_type"); got != "SFU" {
		t.Errorf("updated to %q", got)
	}

	if err := s.apiClient.DeleteRoom(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	removed, _ := client.Read(created)
	requireID("read after deletion", removed, nil)
	if !removed.Value.IsNull() {
		t.Error("the room is still in the state")
	}
}

func TestRoomImportNotFound(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.protocolClient(t)
	for _, id := range []string{"RO-1", "a room", "..", "ro/1?x=y"} {
		imported, problems := client.Import(roomType, id)
		if len(problems) > 0 {
			t.Errorf("import %q: %v", id, problems)
		}
		read, problems := client.Read(imported)
		if len(problems) == 0 || id != ".." && !read.Value.IsNull() {
			t.Errorf("import %q: found %v, problems: %v", id, read.Value, problems)
		}
	}
}
