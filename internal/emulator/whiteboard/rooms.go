package whiteboard

import (
	"cmp"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"

	"github.com/google/uuid"
)

// Room is a whiteboard as the service answers it.
type Room struct {
	UUID     string `json:"uuid"`
	TeamUUID string `json:"teamUUID"`
	AppUUID  string `json:"appUUID,omitempty"`
	IsRecord bool   `json:"isRecord"`
	IsBan    bool   `json:"isBan"`
	// CreatedAt is in UTC, with milliseconds.
	CreatedAt string `json:"createdAt"`
	Limit     int    `json:"limit"`
}

const (
	defaultPage = 100
	maxPage     = 1000
)

// noRoom is the index of a room that does not exist.
const noRoom = -1

func (s *Service) createRoom(c *call) answer {
	app, refusal := s.authorize(c, sdkOnly, admin, writer)
	if refusal != nil {
		return *refusal
	}
	var input struct {
		IsRecord bool `json:"isRecord"`
		Limit    int  `json:"limit"`
	}
	if !c.decode(&input) || input.Limit < 0 {
		return refuse(http.StatusBadRequest, "body is invalid")
	}
	return answer{http.StatusCreated, s.show(s.insert(c.region, Room{
		AppUUID: app.UUID, IsRecord: input.IsRecord && !s.options.CoerceRecord, Limit: input.Limit,
	}))}
}

func (s *Service) getRoom(c *call) answer {
	room, _, refusal := s.find(c, anyToken, admin, writer)
	if refusal != nil {
		return *refusal
	}
	return answer{http.StatusOK, s.show(*room)}
}

func (s *Service) updateRoom(c *call) answer {
	room, _, refusal := s.find(c, anyToken, admin)
	if refusal != nil {
		return *refusal
	}
	var input struct {
		IsBan *bool `json:"isBan"`
	}
	if !c.decode(&input) || input.IsBan == nil {
		return refuse(http.StatusBadRequest, "isBan is required")
	}
	room.IsBan = *input.IsBan
	return answer{http.StatusCreated, s.show(*room)}
}

// listRooms begins with the room that beginUUID names, that room included.
func (s *Service) listRooms(c *call) answer {
	app, refusal := s.authorize(c, anyToken, admin, writer)
	if refusal != nil {
		return *refusal
	}
	limit := defaultPage
	if text := c.URL.Query().Get("limit"); text != "" {
		number, err := strconv.Atoi(text)
		if err != nil || number < 1 || number > maxPage {
			return refuse(http.StatusBadRequest, "limit must be within (0,1000]")
		}
		limit = number
	}
	page := []Room{}
	for _, room := range s.rooms[c.region] {
		if room.AppUUID == app.UUID && room.UUID >= c.URL.Query().Get("beginUUID") && len(page) < limit {
			page = append(page, s.show(room))
		}
	}
	return answer{http.StatusOK, page}
}

// find gives the room that the path names and the app that it belongs to, if the token may have it.
func (s *Service) find(c *call, kinds []string, roles ...string) (*Room, App, *answer) {
	app, refusal := s.authorize(c, kinds, roles...)
	if refusal != nil {
		return nil, app, refusal
	}
	missing, forbidden := refuse(http.StatusNotFound, "room not found"), refuse(http.StatusForbidden, "token access room forbidden")
	i := s.index(c.region, c.PathValue("uuid"))
	if i == noRoom {
		return nil, app, &missing
	}
	switch room := &s.rooms[c.region][i]; {
	case room.AppUUID == app.UUID:
		return room, app, nil
	case s.options.HideForeign:
		return nil, app, &missing
	default:
		return nil, app, &forbidden
	}
}

func (s *Service) index(region, id string) int {
	return slices.IndexFunc(s.rooms[region], func(room Room) bool { return room.UUID == id })
}

// show is how the room is answered.
func (s *Service) show(room Room) Room {
	if s.options.Old {
		room.AppUUID = ""
	}
	return room
}

// insert keeps a room, with a uuid and the time unless it has them.
func (s *Service) insert(region string, room Room) Room {
	random := uuid.New()
	room.UUID = cmp.Or(room.UUID, hex.EncodeToString(random[:]))
	room.TeamUUID = teamUUID
	room.CreatedAt = cmp.Or(room.CreatedAt, s.options.Now().UTC().Format("2006-01-02T15:04:05.000Z"))
	place, _ := slices.BinarySearchFunc(s.rooms[region], room, func(a, b Room) int { return cmp.Compare(a.UUID, b.UUID) })
	s.rooms[region] = slices.Insert(s.rooms[region], place, room)
	return room
}

// AddRoom makes a room of the first app behind everybody's back. It gets a uuid and the time unless it has them.
func (s *Service) AddRoom(region string, room Room) Room {
	s.mu.Lock()
	defer s.mu.Unlock()
	room.AppUUID = cmp.Or(room.AppUUID, s.options.Apps[0].UUID)
	return s.insert(region, room)
}

// Rooms are all rooms of a region, ascending by uuid.
func (s *Service) Rooms(region string) []Room {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.rooms[region])
}

// Ban disables or enables a room behind everybody's back, and says whether there is such a room.
func (s *Service) Ban(region, id string, banned bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.index(region, id)
	if i != noRoom {
		s.rooms[region][i].IsBan = banned
	}
	return i != noRoom
}

// Remove makes a room vanish, which no call of the API can, and says whether there was such a room.
func (s *Service) Remove(region, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.index(region, id)
	if i != noRoom {
		s.rooms[region] = slices.Delete(s.rooms[region], i, i+1)
	}
	return i != noRoom
}
