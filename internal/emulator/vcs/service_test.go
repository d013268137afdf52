package vcs_test

import (
	"net/http"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

func TestOptions(t *testing.T) {
	t.Parallel()
	service := newService(t, vcs.Options{APIKey: key, DefaultName: "New room", ReportsUpgradeCount: true, RenewsTokens: true})
	created := createRoom(t, service, `{"autoUpgradeParticipantCount":3}`)
	read := decodeJSON(t, send(t, service, http.MethodGet, roomPath(created), ""))
	if read["name"] != "New room" || read["autoUpgradeParticipantCount"] != 3.0 || read["token"] == created["token"] {
		t.Errorf("created as %v, read as %v", created, read)
	}
}
