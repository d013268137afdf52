package acctest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// Terraform passes no private state to the deletion of a tainted object, and so no account. The provider compares the account of the plan: the
// apply of a plan with another account deletes nothing. A refresh with another account warns.
func TestTaintedRoomOfOtherAccountIsKept(t *testing.T) {
	t.Parallel()
	s := &faultHarness{Service: acctest.StartEmulator(t, emulator.Options{Accounts: []emulator.Account{ownAccount, otherAccount}})}
	s.project = s.CreateProject(t, "Fair").ID
	s.scene = s.PublishScene(t, s.project, "Lobby")
	w := newWorkspace(t, "XRCLOUD_ENDPOINT="+s.Server.URL(), "XRCLOUD_API_KEY="+ownAccount.APIKey)
	w.write(t, "main.tf", requiredProviders+`
resource "xrcloud_room" "hall" {
  project_id = "`+s.project+`"
  scene_id   = "`+s.scene+`"
  name       = "Hall"
  return_url = "https://example.com/bye"
}
`)
	w.apply(t)
	w.terraform(t, "taint", "xrcloud_room.hall")
	w.terraform(t, "plan", "-no-color", "-out=plan")

	w.env = append(w.env, "XRCLOUD_API_KEY="+otherAccount.APIKey) // overrides the first one
	_, all, code := w.run(t, w.cli, "apply", "-no-color", "plan")
	if sent := s.Server.Requests(http.MethodDelete, "^/api/rooms"); len(sent) > 0 || code == 0 || !strings.Contains(all, "belongs to another account") {
		t.Errorf("another account sent %d requests to delete the room: %s", len(sent), all)
	}
	if _, all, _ = w.run(t, w.cli, "plan", "-no-color"); !strings.Contains(all, "Object of another account") {
		t.Errorf("a plan with another account does not warn: %s", all)
	}

	w.env = append(w.env, "XRCLOUD_API_KEY="+ownAccount.APIKey) // overrides the first one
	w.apply(t)
	if sent := s.Server.Requests(http.MethodDelete, "^/api/rooms"); len(sent) != 1 {
		t.Errorf("the own account sent %d requests to delete the room", len(sent))
	}
}
