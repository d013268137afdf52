package venueless

import (
	"bytes"
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

const pageSize = 50

// listRooms returns a page of the rooms that the caller can see. The only query parameter is the number of the page.
func (s *Service) listRooms(c *call) (*httpapi.Response, error) {
	visible := s.rooms.Where(func(r room) bool { return r.World == c.world.ID && c.may("room:view", &r) })
	sortRooms(visible, s.compareEqualRooms())
	last := max(1, (len(visible)+pageSize-1)/pageSize)
	page, err := 1, error(nil)
	switch number := c.URL.Query().Get("page"); number {
	case "":
	case "last":
		page = last
	default:
		page, err = strconv.Atoi(number)
	}
	if err != nil || page < 1 || page > last {
		return nil, apiError(http.StatusNotFound, "Invalid page.")
	}
	results := []any{}
	for _, r := range visible[(page-1)*pageSize : min(page*pageSize, len(visible))] {
		results = append(results, r.view(storedNumber))
	}
	return httpapi.JSON(http.StatusOK, map[string]any{
		"count": len(visible), "next": c.pageURL(page+1, last), "previous": c.pageURL(page-1, last), "results": results,
	}), nil
}

// sortRooms sorts rooms like the database: names by the collation of a language. equal compares rooms with the same
// priority and name.
func sortRooms(rooms []room, equal func(a, b room) int) {
	names := collate.New(language.English)
	slices.SortFunc(rooms, func(a, b room) int {
		return cmp.Or(
			cmp.Compare(a.SortingPriority, b.SortingPriority), names.CompareString(a.Name, b.Name), cmp.Compare(a.Name, b.Name), equal(a, b),
		)
	})
}

// compareWrites compares rooms by their position in the file of the database, where a changed row moves to the end.
func compareWrites(a, b room) int { return cmp.Compare(a.Written, b.Written) }

// compareEqualRooms returns the order of rooms with the same priority and name in the next list.
func (s *Service) compareEqualRooms() func(a, b room) int {
	if !s.options.SwapEqualRooms {
		return compareWrites
	}
	s.roomLists++
	reverse := s.roomLists%2 == 0
	return func(a, b room) int {
		if reverse {
			a, b = b, a
		}
		return bytes.Compare(a.ID[:], b.ID[:])
	}
}

// pageURL returns the absolute URL of a page, or nil if there is no such page. Its host is that of the Host header, which
// a proxy may have changed.
func (c *call) pageURL(page, last int) any {
	if page < 1 || page > last {
		return nil
	}
	query := c.URL.Query()
	query.Set("page", strconv.Itoa(page))
	if page == 1 {
		query.Del("page")
	}
	sent, _ := url.ParseRequestURI(c.RequestURI) // net/http has parsed it before
	target := "http://" + c.Host + sent.Path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	return target
}
