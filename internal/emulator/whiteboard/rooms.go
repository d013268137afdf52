package whiteboard

import (
	"cmp"
	"encoding/hex"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// Room is a whiteboard room in a response.
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

// teamUUID is the account that all apps belong to.
const teamUUID = "RMmLwOjLEeqGDT9HzsNuLg"

func (s *Service) createRoom(c *call) (*httpapi.Response, error) {
	app, err := s.authorize(c, sdkToken, admin, writer)
	if err != nil {
		return nil, err
	}
	var input struct {
		IsRecord bool `json:"isRecord"`
		Limit    int  `json:"limit"`
	}
	if err := c.decode(&input); err != nil {
		return nil, err
	}
	if input.Limit < 0 {
		return nil, apiError(http.StatusBadRequest, "body is invalid")
	}
	created := s.insertRoom(c.region, Room{
		AppUUID: app.UUID, IsRecord: input.IsRecord && !s.options.DisableRecording, Limit: input.Limit,
	})
	return httpapi.JSON(http.StatusCreated, s.roomView(created)), nil
}

func (s *Service) getRoom(c *call) (*httpapi.Response, error) {
	room, _, err := s.authorizeRoom(c, anyToken, admin, writer)
	if err != nil {
		return nil, err
	}
	return httpapi.JSON(http.StatusOK, s.roomView(*room)), nil
}

func (s *Service) updateRoom(c *call) (*httpapi.Response, error) {
	room, _, err := s.authorizeRoom(c, anyToken, admin)
	if err != nil {
		return nil, err
	}
	var input struct {
		IsBan *bool `json:"isBan"`
	}
	if c.decode(&input) != nil || input.IsBan == nil {
		return nil, apiError(http.StatusBadRequest, "isBan is required")
	}
	room.IsBan = *input.IsBan
	return httpapi.JSON(http.StatusCreated, s.roomView(*room)), nil
}

// authorizeRoom returns the room in the path and its app, if the token gives access to the room.
func (s *Service) authorizeRoom(c *call, accepted []tokenType, roles ...string) (*Room, App, error) {
	app, err := s.authorize(c, accepted, roles...)
	if err != nil {
		return nil, app, err
	}
	i := s.roomIndex(c.region, c.PathValue("uuid"))
	if i < 0 {
		return nil, app, errRoomNotFound
	}
	switch room := &s.rooms[c.region][i]; {
	case room.AppUUID == app.UUID:
		return room, app, nil
	case s.options.HideRoomsOfOtherApps:
		return nil, app, errRoomNotFound
	default:
		return nil, app, errRoomForbidden
	}
}

// roomIndex returns the index of the room, or -1 if it does not exist.
func (s *Service) roomIndex(region, id string) int {
	return slices.IndexFunc(s.rooms[region], func(room Room) bool { return room.UUID == id })
}

// roomView returns the room for a response.
func (s *Service) roomView(room Room) Room {
	if s.options.LegacyResponses {
		room.AppUUID = ""
	}
	return room
}

// insertRoom stores a room. If the room has no UUID or creation time, it gets new ones.
func (s *Service) insertRoom(region string, room Room) Room {
	random := uuid.New()
	room.UUID = cmp.Or(room.UUID, hex.EncodeToString(random[:]))
	room.TeamUUID = teamUUID
	room.CreatedAt = cmp.Or(room.CreatedAt, s.options.Now().UTC().Format("2006-01-02T15:04:05.000Z"))
	position, _ := slices.BinarySearchFunc(s.rooms[region], room, func(a, b Room) int { return cmp.Compare(a.UUID, b.UUID) })
	s.rooms[region] = slices.Insert(s.rooms[region], position, room)
	return room
}

// AddRoom creates a room without a request. By default it belongs to the first app, and has a new UUID and the current
// time.
func (s *Service) AddRoom(region string, room Room) Room {
	s.mu.Lock()
	defer s.mu.Unlock()
	room.AppUUID = cmp.Or(room.AppUUID, s.options.Apps[0].UUID)
	return s.insertRoom(region, room)
}

// Rooms returns all rooms of a region, ordered by UUID.
func (s *Service) Rooms(region string) []Room {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.rooms[region])
}

// BanRoom disables or enables a room without a request. It returns false if the room does not exist.
func (s *Service) BanRoom(region, id string, banned bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.roomIndex(region, id)
	if i >= 0 {
		s.rooms[region][i].IsBan = banned
	}
	return i >= 0
}

// DeleteRoom deletes a room, which the API cannot do. It returns false if the room does not exist.
func (s *Service) DeleteRoom(region, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.roomIndex(region, id)
	if i >= 0 {
		s.rooms[region] = slices.Delete(s.rooms[region], i, i+1)
	}
	return i >= 0
}
