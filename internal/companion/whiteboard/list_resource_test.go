package whiteboard_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestListResource(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	first := s.AddRoom("us-sv", emulator.Room{UUID: strings.Repeat("0", 32), Limit: 2, IsRecord: true, CreatedAt: "2021-01-01T00:00:00.000Z"})
	disabled := s.AddRoom("us-sv", emulator.Room{UUID: strings.Repeat("0", 31) + "1", IsBan: true, CreatedAt: "2021-01-01T00:00:00.000Z"})
	for range 1000 {
		s.AddRoom("us-sv", emulator.Room{})
	}
	s.AddRoom("sg", emulator.Room{})
	client := s.protocolClient(t)
	for _, test := range []struct {
		config acctest.Values
		limit  int64
		found  int
		pages  int
	}{
		{acctest.Values{}, 0, 1001, 3},
		{acctest.Values{"include_disabled": true}, 0, 1002, 3},
		{acctest.Values{"region": "sg"}, 0, 1, 2},
		{acctest.Values{"region": "eu"}, 0, 0, 1},
		{acctest.Values{}, 2, 2, 1},
	} {
		s.server.Reset()
		found, problems := client.Query(roomType, test.config, test.limit)
		if isCut := test.limit > 0; isCut != strings.Contains(strings.Join(problems, "\n"), "More results than the limit") || !isCut && len(problems) > 0 || len(found) != test.found || len(s.server.Requests("", "")) != test.pages {
			t.Errorf("%v: %d rooms in %d requests, %v; want %d in %d", test.config, len(found), len(s.server.Requests("", "")), problems, test.found, test.pages)
		}
	}

	found, _ := client.Query(roomType, acctest.Values{"include_disabled": true}, 2)
	for i, want := range []struct {
		room emulator.Room
		name string
	}{
		{first, "us-sv/" + first.UUID + ", created 2021-01-01T00:00:00.000Z"},
		{disabled, "us-sv/" + disabled.UUID + ", created 2021-01-01T00:00:00.000Z, disabled"},
	} {
		got := found[i]
		if parts := got.IdentityValues(t, "region", "uuid"); got.Name != want.name || parts[0] != "us-sv" || parts[1] != want.room.UUID {
			t.Errorf("found %s %v, want %s", got.Name, parts, want.name)
		}
		// The list resource and an import return the same values, and the plan for generated configuration is empty.
		imported, _ := client.Import(roomType, "us-sv/"+want.room.UUID)
		read, _ := client.Read(imported)
		if !read.Value.Equal(got.Value) {
			t.Errorf("imported as %v, found as %v", read.Value, got.Value)
		}
		config := acctest.Values{"region": "us-sv", "is_record": want.room.IsRecord, "limit": want.room.Limit, "disabled": want.room.IsBan, "on_destroy": "disable"}
		if planned, problems := client.Plan(read, config); len(problems) > 0 || !planned.Value.Equal(read.Value) {
			t.Errorf("the plan for generated configuration: %v, %v", planned.Value, problems)
		}
	}

	s.server.Inject(faultserver.Fault{Skip: 1, Status: http.StatusForbidden, Body: "no"})
	broken, problems := client.Query(roomType, acctest.Values{}, 0)
	if len(broken) == 0 || len(problems) != 1 || !strings.Contains(problems[0], "Cannot list whiteboard rooms") {
		t.Errorf("after an error on the second page, the list resource returns %d rooms with %v", len(broken), problems)
	}
}
