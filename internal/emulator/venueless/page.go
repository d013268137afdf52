package venueless

import (
	"bytes"
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

const pageSize = 50

// listRooms gives a page of the rooms that the caller may see. Nothing but the page's number can be asked for.
func (s *Service) listRooms(c *call) answer {
	var visible []*room
	for _, r := range c.world.rooms {
		if c.may("room:view", r) {
			visible = append(visible, r)
		}
	}
	s.sort(visible)
	last := max(1, (len(visible)+pageSize-1)/pageSize)
	page, err := 1, error(nil)
	switch asked := c.URL.Query().Get("page"); asked {
	case "":
	case "last":
		page = last
	default:
		page, err = strconv.Atoi(asked)
	}
	if err != nil || page < 1 || page > last {
		return refuse(http.StatusNotFound, "Invalid page.")
	}
	results := []any{}
	for _, r := range visible[(page-1)*pageSize : min(page*pageSize, len(visible))] {
		results = append(results, r.view(asStored))
	}
	return answer{status: http.StatusOK, json: map[string]any{
		"count": len(visible), "next": c.pageURL(page+1, last), "previous": c.pageURL(page-1, last), "results": results,
	}}
}

// sort orders rooms as the database does: names by the rules of a language and not by their bytes, and equal rooms as they
// lie in its file, where a row that is changed goes to the end.
func (s *Service) sort(rooms []*room) {
	names := collate.New(language.English)
	slices.SortFunc(rooms, func(a, b *room) int {
		equal := cmp.Compare(a.written, b.written)
		if s.SwapEqualRooms {
			equal = bytes.Compare(a.ID[:], b.ID[:])
			if s.lists%2 == 1 {
				equal = -equal
			}
		}
		return cmp.Or(
			cmp.Compare(a.SortingPriority, b.SortingPriority), names.CompareString(a.Name, b.Name), cmp.Compare(a.Name, b.Name), equal,
		)
	})
	s.lists++
}

// pageURL is the absolute URL of a page, made from the Host header, whatever a proxy has made of it; nil for none.
func (c *call) pageURL(page, last int) any {
	if page < 1 || page > last {
		return nil
	}
	query := c.URL.Query()
	query.Set("page", strconv.Itoa(page))
	if page == 1 {
		query.Del("page")
	}
	target := "http://" + c.Host + c.URL.Path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	return target
}
