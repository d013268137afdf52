package vcs_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

func TestPages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		last  vcs.LastPage
		pages []int // the number of rooms on each page, until there is no token
		end   string
	}{
		"without token": {vcs.LastWithoutToken, []int{2, 2, 1}, "none"},
		"empty token":   {vcs.LastWithEmptyToken, []int{2, 2, 1}, "empty"},
		"empty page":    {vcs.LastIsEmpty, []int{2, 2, 1, 0, 0}, "token"},
		"own token":     {vcs.LastRepeats, []int{2, 2, 1, 1}, "token"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := newService(t, vcs.Options{APIKey: key, LastPage: test.last})
			for range 5 {
				createRoom(t, service, `{}`)
			}
			query, end := url.Values{"numberOfRecords": {"2"}}, ""
			for i, want := range test.pages {
				page := decodeJSON(t, send(t, service, http.MethodGet, roomsPath+"?"+query.Encode(), ""))
				if got, ok := page["data"].([]any); !ok || len(got) != want {
					t.Fatalf("page %d is %v, want %d rooms", i, page, want)
				}
				token, ok := page["token"].(string)
				query.Set("token", token)
				switch {
				case !ok:
					end = "none"
				case token == "":
					end = "empty"
				default:
					end = "token"
				}
			}
			if end != test.end {
				t.Errorf("the token of the last page is %s, want %s", end, test.end)
			}
		})
	}
}

func TestDefaultPageSize(t *testing.T) {
	t.Parallel()
	service := newService(t, vcs.Options{APIKey: key})
	for range 30 {
		createRoom(t, service, `{}`)
	}
	if got, ok := decodeJSON(t, send(t, service, http.MethodGet, roomsPath, ""))["data"].([]any); !ok || len(got) != 25 {
		t.Errorf("%d rooms, want 25", len(got))
	}
}
