package room_test

import (
	"net/http"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// A creation sends no other request: if a room is read or listed during its creation, the service can create a second set of URLs.
func TestCreateReadsNoRoom(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	client := p.ProtocolClient(t)
	planned, problems := client.Plan(client.Absent("xrcloud_room"), p.arguments(nil))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	p.Server.Reset()
	if _, problems = client.Apply(client.Absent("xrcloud_room"), planned, p.arguments(nil)); len(problems) > 0 {
		t.Fatal(problems)
	}
	if sent := p.Server.Requests("", "^/api/"); len(sent) != 1 || sent[0].Method != http.MethodPost {
		t.Errorf("sent %v", sent)
	}
}

// If a room was read outside Terraform during its creation, the next refresh has its final URLs. That does not change the plan, and a
// response without URLs is retried.
func TestRoomReadDuringCreation(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	client := p.ProtocolClient(t)
	p.Emulator.InjectRoomFaults(emulator.RoomFaults{MissingOptions: 1, ChangedURLs: 1})
	created := client.MustApply(client.Absent("xrcloud_room"), p.arguments(nil))
	p.Emulator.InjectRoomFaults(emulator.RoomFaults{})
	refreshed, problems := client.Read(created)
	if len(problems) > 0 || refreshed.Attribute(t, "public_guest_url") == created.Attribute(t, "public_guest_url") {
		t.Errorf("the refresh has the URL %s: %q", refreshed.Attribute(t, "public_guest_url"), problems)
	}
	if again := client.MustRead(refreshed); !again.Value.Equal(refreshed.Value) {
		t.Errorf("another refresh changes the URLs: %v", again.Value)
	}
	for _, object := range []acctest.Object{created, refreshed} {
		client.RequireEmptyPlan(object, p.arguments(nil))
	}
}
