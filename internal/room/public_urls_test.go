package room_test

import (
	"net/http"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// A creation reads nothing besides: each read or list of a room that is being created can make the service create another
// set of its URLs.
func TestCreateReadsNoRoom(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	caller := p.ProtocolClient(t)
	planned, problems := caller.Plan(caller.Absent("xrcloud_room"), p.arguments(nil))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	p.Server.Reset()
	if _, problems = caller.Apply(caller.Absent("xrcloud_room"), planned, p.arguments(nil)); len(problems) > 0 {
		t.Fatal(problems)
	}
	if asked := p.Server.Requests("", "^/api/"); len(asked) != 1 || asked[0].Method != http.MethodPost {
		t.Errorf("sent %v", asked)
	}
}

// A room that somebody else read while it was created gets its lasting URLs at the next refresh. No plan changes it for
// that, and a read that finds it without its links is retried.
func TestRoomReadDuringItsCreation(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	caller := p.ProtocolClient(t)
	p.Emulator.InjectRoomFaults(emulator.RoomFaults{MissingOptions: 1, ChangedURLs: 1})
	created := caller.MustApply(caller.Absent("xrcloud_room"), p.arguments(nil))
	p.Emulator.InjectRoomFaults(emulator.RoomFaults{})
	refreshed, problems := caller.Read(created)
	if len(problems) > 0 || refreshed.Attribute(t, "public_guest_url") == created.Attribute(t, "public_guest_url") {
		t.Errorf("the refresh has the URL %s and says %q", refreshed.Attribute(t, "public_guest_url"), problems)
	}
	again, problems := caller.Read(refreshed)
	if len(problems) > 0 || !again.Value.Equal(refreshed.Value) {
		t.Errorf("the URLs do not stay: %q", problems)
	}
	for _, object := range []acctest.Object{created, again} {
		if planned, problems := caller.Plan(object, p.arguments(nil)); len(problems) > 0 || !planned.Value.Equal(object.Value) {
			t.Errorf("a plan changes the room: %q", problems)
		}
	}
}
