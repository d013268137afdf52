package xrcloud_test

import (
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// Two Unicode forms of a name are the same name: composed, or with combining characters as on macOS. The service keeps the form
// that it receives, so its own filter cannot be used.
func TestNamesInOtherUnicodeForms(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.clientWithAllCredentials(t)
	f := s.createFixture(t)
	for _, name := range []string{"Café", "전시장", "Å", "ự 한"} {
		composed, decomposed := norm.NFC.String(name), norm.NFD.String(name)
		if composed == decomposed {
			t.Fatalf("%q is the same in both forms", name)
		}
		want := createRoom(t, client, f, decomposed)
		scene := s.publishScene(t, f.project.ID, decomposed, "admin")
		for _, searched := range []string{composed, decomposed} {
			rooms, err := xrcloud.Collect(client.RoomsOfProject(t.Context(), f.project.ID, searched))
			if err != nil || len(rooms) != 1 || rooms[0].ID != want.ID || rooms[0].Name != decomposed {
				t.Errorf("rooms named %+q: %v, %v", searched, rooms, err)
			}
			scenes, err := xrcloud.Collect(client.Scenes(t.Context(), f.project.ID, searched, ""))
			if err != nil || len(scenes) != 1 || scenes[0].ID != scene {
				t.Errorf("scenes named %+q: %v, %v", searched, scenes, err)
			}
		}
	}
}
