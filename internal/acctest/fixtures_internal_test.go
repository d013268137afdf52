package acctest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// asRealService returns the service of an emulator without the emulator, as Start returns a real service.
func asRealService(t *testing.T, local *Service) *Service {
	t.Helper()
	s := &Service{endpoint: local.endpoint, credentials: local.credentials}
	s.createClient(t)
	return s
}

// The fixtures work on a real service, and leave nothing in the account.
func TestFixturesOfRealService(t *testing.T) {
	t.Parallel()
	local := StartEmulator(t, emulator.Options{})
	t.Run("test", func(t *testing.T) {
		s := asRealService(t, local)
		project := s.CreateProject(t, "Fair").ID
		scenes := []string{s.PublishScene(t, project, "Lobby"), s.PublishSceneBy(t, project, "Stage", "ada")}
		second, err := s.Client.Scene(t.Context(), scenes[1])
		if err != nil || *second.Creator != "ada" || scenes[0] == scenes[1] {
			t.Errorf("the scenes are %q, the second one is %v (%v)", scenes, second, err)
		}
		room, _, err := s.Client.CreateRoom(t.Context(), xrcloud.RoomInput{
			ProjectID: project, SceneID: scenes[0], Name: "Hall", ReturnURL: "https://example.com", Size: 10,
		})
		if err != nil {
			t.Fatal(err)
		}
		nine := time.Date(2026, time.May, 4, 9, 0, 0, 0, time.UTC)
		s.LogEvent(t, room, emulator.LogEntry{Code: "room-join", SessionID: "s1", ReticulumID: "1900346259722469001", LogTime: nine})
		logs, err := s.Client.RoomLogs(t.Context(), room.ID)
		if err != nil || len(logs) != 1 || logs[0].SessionID != "s1" || !logs[0].Time.Equal(nine) {
			t.Errorf("the log is %v (%v)", logs, err)
		}
		client := s.ProtocolClient(t)
		client.MustApply(client.Absent("xrcloud_project"), Values{"name": "Created by the provider"})
	})
	left, err := xrcloud.Collect(local.Client.Projects(t.Context(), ""))
	if err != nil || len(left) > 0 {
		t.Errorf("the account still has %v (%v)", left, err)
	}
}

func TestRealServiceRefusesScene(t *testing.T) {
	t.Parallel()
	local := StartEmulator(t, emulator.Options{})
	local.Server.Inject(faultserver.Fault{Method: http.MethodPost, Path: "^/events/spoke$", Status: http.StatusForbidden, Body: "editor only"})
	s := asRealService(t, local)
	_, refusal := s.publish(t, s.CreateProject(t, "Fair").ID, "Lobby", "")
	if !strings.Contains(refusal, "403 Forbidden to POST /events/spoke: editor only") {
		t.Errorf("the reason is %q", refusal)
	}
}
