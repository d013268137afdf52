package whiteboard_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// The step with an import block also checks that the plan is empty.
func TestRoomImport(t *testing.T) {
	t.Parallel()
	for name, arguments := range map[string]string{
		"no arguments":  ``,
		"all arguments": "region = \"eu\"\nis_record = true\nlimit = 7\ndisabled = true\non_destroy = \"disable\"",
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

func TestRoomImportErrors(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	for id, problem := range map[string]string{
		"4a5f0000000011eeb9d10123456789ab":           `does\s+not\s+have\s+the\s+form\s+region/uuid`,
		"US/4a5f0000000011eeb9d10123456789ab":        `is\s+not\s+a\s+region`,
		"sg/4a5f0000-0000-11ee-b9d1-0123456789ab":    `not\s+the\s+UUID`,
		"us-sv/" + missingUUID:                       `Cannot import non-existent remote object`,
		"gb-lon/" + missingUUID:                      `region\s+is\s+not\s+supported`,
		"us-sv/4a5f0000000011eeb9d10123456789ab/etc": `not\s+the\s+UUID`,
	} {
		resource.UnitTest(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{{
				Config: s.roomConfig(``), ResourceName: roomAddress, ImportState: true, ImportStateId: id, ExpectError: regexp.MustCompile(problem),
			}},
		})
	}
}

func TestRoomIdentity(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.protocolClient(t)
	parts := func(object acctest.Object) []string { return object.IdentityValues(t, "region", "uuid") }

	created := client.MustApply(client.Absent(roomType), acctest.Values{})
	want := []string{"us-sv", s.onlyRoom(t, "us-sv").UUID}
	if !slices.Equal(parts(created), want) {
		t.Errorf("after create: %v, want %v", parts(created), want)
	}
	updated := client.MustApply(created, acctest.Values{"disabled": true})
	if !slices.Equal(parts(updated), want) {
		t.Errorf("after update: %v", parts(updated))
	}
	imported, problems := client.ImportByIdentity(roomType, map[string]string{"region": want[0], "uuid": want[1]})
	if len(problems) > 0 || !slices.Equal(parts(imported), want) {
		t.Fatalf("after import: %v, %v", parts(imported), problems)
	}
	read, problems := client.Read(imported)
	if len(problems) > 0 || !read.Value.Equal(updated.Value) || !slices.Equal(parts(read), want) {
		t.Errorf("the imported room is %v, %v, %v; want %v", read.Value, parts(read), problems, updated.Value)
	}
	planned, problems := client.Plan(read, acctest.Values{"disabled": true})
	if len(problems) > 0 || !planned.Value.Equal(read.Value) {
		t.Errorf("the plan after the import: %v, %v", planned.Value, problems)
	}
	s.DeleteRoom("us-sv", want[1])
	if destroyed, problems := client.Apply(read, client.Absent(roomType), nil); len(problems) > 0 || !destroyed.Value.IsNull() {
		t.Errorf("destroyed after deletion: %v, %v", destroyed.Value, problems)
	}
	removed, problems := client.Read(read)
	if len(problems) != 1 || !removed.Value.IsNull() || !slices.Equal(parts(removed), want) {
		t.Errorf("after deletion: %v, %v, %v", removed.Value, parts(removed), problems)
	}
	for _, invalid := range []map[string]string{{"region": "", "uuid": missingUUID}, {"region": "sg", "uuid": "x"}} {
		if _, problems := client.ImportByIdentity(roomType, invalid); len(problems) != 1 {
			t.Errorf("import of %v: %v", invalid, problems)
		}
	}
}
