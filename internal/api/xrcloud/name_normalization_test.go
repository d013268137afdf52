package xrcloud_test

import (
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// A name is the same on whatever keyboard it was typed: with its accents in letters of their own, as macOS has them, or
// without. The service keeps what it is sent, so that its search cannot be asked.
func TestNamesTypedElsewhere(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	client := s.everything(t)
	w := s.world(t)
	for _, name := range []string{"Café", "전시장", "Å", "ự 한"} {
		composed, apart := norm.NFC.String(name), norm.NFD.String(name)
		if composed == apart {
			t.Fatalf("%q is the same in both forms", name)
		}
		want := newRoom(t, client, w, apart)
		scene := s.publish(t, w.project.ID, apart, "admin")
		for _, asked := range []string{composed, apart} {
			rooms, err := xrcloud.Collect(client.RoomsOfProject(t.Context(), w.project.ID, asked))
			if err != nil || len(rooms) != 1 || rooms[0].ID != want.ID || rooms[0].Name != apart {
				t.Errorf("rooms named %+q: %v, %v", asked, rooms, err)
			}
			scenes, err := xrcloud.Collect(client.Scenes(t.Context(), w.project.ID, asked, ""))
			if err != nil || len(scenes) != 1 || scenes[0].ID != scene {
				t.Errorf("scenes named %+q: %v, %v", asked, scenes, err)
			}
		}
	}
}
