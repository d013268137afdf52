package vcs

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

const (
	defaultPageSize = 25
	maxPageSize     = 100
)

// page is a page of a list, with the token of the next one.
type page struct {
	Rooms []*roomView `json:"data"`
	Token *string     `json:"token,omitempty"`
}

func (s *Service) listRooms(c *call) (*httpapi.Response, error) {
	query := c.URL.Query()
	size, from := defaultPageSize, 0
	if query.Has("numberOfRecords") {
		var err error
		if size, err = strconv.Atoi(query.Get("numberOfRecords")); err != nil || size < 1 || size > maxPageSize {
			return nil, apiError(http.StatusBadRequest, "BASE-00015", "NUMBER_SIZE",
				fmt.Sprintf("The parameter with name ::= [numberOfRecords] is is not\n          within the range from ::= [1] to [%d]", maxPageSize)) //nolint:dupword // the service's own text
		}
	}
	if token := query.Get("token"); token != "" {
		if _, err := fmt.Sscanf(token, cursorFormat, &from); err != nil || from < 0 || pagingToken(from) != token {
			return nil, invalidToken(token)
		}
	}
	rooms := s.roomsInOrder(func(r room) bool { return r.Tenant == c.tenant })
	from = min(from, len(rooms))
	to := min(from+size, len(rooms))
	found := page{Rooms: []*roomView{}}
	for _, r := range rooms[from:to] {
		found.Rooms = append(found.Rooms, s.roomView(r))
	}
	if to < len(rooms) || s.options.LastPage == LastIsEmpty {
		found.Token = new(pagingToken(to))
		return httpapi.JSON(http.StatusOK, found), nil
	}
	switch s.options.LastPage {
	case LastWithEmptyToken:
		found.Token = new("")
	case LastRepeats:
		found.Token = new(pagingToken(from))
	case LastWithoutToken, LastIsEmpty:
	}
	return httpapi.JSON(http.StatusOK, found), nil
}

// cursorFormat is the format of paging tokens. It has characters that a URL must escape.
const cursorFormat = "p+%d/&=#"

func pagingToken(from int) string { return fmt.Sprintf(cursorFormat, from) }
