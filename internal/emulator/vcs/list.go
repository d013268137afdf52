package vcs

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
)

const (
	defaultPage = 25
	largestPage = 100
)

// page is a part of the list, with the token that leads to the next one.
type page struct {
	Rooms []*view `json:"data"`
	Token *string `json:"token,omitempty"`
}

func (s *Service) list(c *call) (any, error) {
	query := c.URL.Query()
	size, from := defaultPage, 0
	if query.Has("numberOfRecords") {
		var err error
		if size, err = strconv.Atoi(query.Get("numberOfRecords")); err != nil || size < 1 || size > largestPage {
			return nil, fail(http.StatusBadRequest, "BASE-00015", "NUMBER_SIZE",
				fmt.Sprintf("The parameter with name ::= [numberOfRecords] is is not\n          within the range from ::= [1] to [%d]", largestPage)) //nolint:dupword // the service's own text
		}
	}
	if token := query.Get("token"); token != "" {
		if _, err := fmt.Sscanf(token, pageForm, &from); err != nil || from < 0 || pagingToken(from) != token {
			return nil, invalidToken(token)
		}
	}
	rooms := slices.DeleteFunc(slices.Clone(s.rooms), func(r *room) bool { return r.tenant != c.tenant })
	from = min(from, len(rooms))
	to := min(from+size, len(rooms))
	found := page{Rooms: []*view{}}
	for _, r := range rooms[from:to] {
		found.Rooms = append(found.Rooms, s.view(r))
	}
	if to < len(rooms) || s.options.LastPage == LastIsEmpty {
		found.Token = new(pagingToken(to))
		return found, nil
	}
	switch s.options.LastPage {
	case LastWithEmptyToken:
		found.Token = new("")
	case LastRepeats:
		found.Token = new(pagingToken(from))
	case LastWithoutToken, LastIsEmpty:
	}
	return found, nil
}

// pageForm is the form of paging tokens. It has in it what a URL needs escaped.
const pageForm = "p+%d/&=#"

func pagingToken(from int) string { return fmt.Sprintf(pageForm, from) }
