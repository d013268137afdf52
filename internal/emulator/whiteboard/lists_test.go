package whiteboard_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestPages(t *testing.T) {
	t.Parallel()
	s := newService(t, options())
	for _, uuid := range []string{"c", "a", "d", "b"} {
		s.AddRoom("sg", whiteboard.Room{UUID: uuid})
	}
	s.AddRoom("sg", whiteboard.Room{UUID: "bb", AppUUID: "app-2"})
	for query, want := range map[string]string{
		"":                       "abcd",
		"?limit=2":               "ab",
		"?beginUUID=b&limit=2":   "bc",
		"?beginUUID=b&limit=1":   "b",
		"?beginUUID=d&limit=100": "d",
	} {
		status, page := send[[]whiteboard.Room](t, s, "GET", "/v5/rooms/"+query, "sg", sdkToken, "")
		var got strings.Builder
		for _, room := range page {
			got.WriteString(room.UUID)
		}
		if status != http.StatusOK || got.String() != want {
			t.Errorf("%q: got %d %s, want %s", query, status, got.String(), want)
		}
	}
	for _, query := range []string{"?limit=0", "?limit=1001", "?limit=x"} {
		if status, _ := send[object](t, s, "GET", "/v5/rooms"+query, "sg", sdkToken, ""); status != http.StatusBadRequest {
			t.Errorf("%q: got %d", query, status)
		}
	}
}
