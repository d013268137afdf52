package whiteboard

import (
	"net/http"
	"strconv"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

const (
	defaultPageSize = 100
	maxPageSize     = 1000
)

// listRooms starts with the room that beginUUID names, and includes it.
func (s *Service) listRooms(c *call) (*httpapi.Response, error) {
	app, err := s.authorize(c, anyToken, admin, writer)
	if err != nil {
		return nil, err
	}
	limit := defaultPageSize
	if text := c.URL.Query().Get("limit"); text != "" {
		limit, err = strconv.Atoi(text)
		if err != nil || limit < 1 || limit > maxPageSize {
			return nil, apiError(http.StatusBadRequest, "limit must be within (0,1000]")
		}
	}
	page := []Room{}
	begin := c.URL.Query().Get("beginUUID")
	for _, room := range s.roomsInOrder(func(r roomRow) bool { return r.Region == c.region && r.AppUUID == app.UUID && r.UUID >= begin }) {
		if len(page) < limit {
			page = append(page, s.roomView(room.Room))
		}
	}
	return httpapi.JSON(http.StatusOK, page), nil
}
