package acctest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// Of a tainted object, Terraform hands over no account to its deletion. The account of the plan takes its place: a plan
// that another account applies deletes nothing. A refresh with another account warns.
func TestTaintedRoomOfOtherAccountIsKept(t *testing.T) {
	t.Parallel()
	s := &faultHarness{Service: acctest.StartEmulator(t, emulator.Options{Accounts: []emulator.Account{ownAccount, otherAccount}})}
	s.project = s.CreateProject(t, "Fair").ID
	s.scene = s.PublishScene(t, s.project, "Lobby")
	w := newWorkspace(t, "XRCLOUD_ENDPOINT="+s.Server.URL(), "XRCLOUD_API_KEY="+ownAccount.APIKey)
	w.write(t, "main.tf", requirement+`
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

	w.env = append(w.env, "XRCLOUD_API_KEY="+otherAccount.APIKey) // the last one counts
	_, all, code := w.run(t, w.cli, "apply", "-no-color", "plan")
	if sent := s.Server.Requests(http.MethodDelete, "^/api/rooms"); len(sent) > 0 || code == 0 || !strings.Contains(all, "belongs to another account") {
		t.Errorf("another account deleted it %d times: %s", len(sent), all)
	}
	if _, all, _ = w.run(t, w.cli, "plan", "-no-color"); !strings.Contains(all, "Object of another account") {
		t.Errorf("a plan with another account does not warn: %s", all)
	}

	w.env = append(w.env, "XRCLOUD_API_KEY="+ownAccount.APIKey) // the last one counts
	w.apply(t)
	if sent := s.Server.Requests(http.MethodDelete, "^/api/rooms"); len(sent) != 1 {
		t.Errorf("the own account deleted it %d times", len(sent))
	}
}
