package whiteboard

import (
	"cmp"
	"encoding/hex"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
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

// roomRow is the stored form of a Room.
type roomRow struct {
	Region string
	Room
}

func (r roomRow) Key() string { return roomKey(r.Region, r.UUID) }

func roomKey(region, id string) string { return region + "/" + id }

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
	created := s.newRoom(Room{
		AppUUID: app.UUID, IsRecord: input.IsRecord && !s.options.DisableRecording, Limit: input.Limit,
	})
	s.rooms.Put(c.Tx, roomRow{c.region, created})
	return httpapi.JSON(http.StatusCreated, s.roomView(created)), nil
}

func (s *Service) getRoom(c *call) (*httpapi.Response, error) {
	room, _, err := s.authorizeRoom(c, anyToken, admin, writer)
	if err != nil {
		return nil, err
	}
	return httpapi.JSON(http.StatusOK, s.roomView(room)), nil
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
	s.rooms.Put(c.Tx, roomRow{c.region, room})
	return httpapi.JSON(http.StatusCreated, s.roomView(room)), nil
}

// authorizeRoom returns the room in the path and its app, if the token gives access to the room.
func (s *Service) authorizeRoom(c *call, accepted []tokenType, roles ...string) (Room, App, error) {
	app, err := s.authorize(c, accepted, roles...)
	if err != nil {
		return Room{}, app, err
	}
	switch found, ok := s.rooms.Get(roomKey(c.region, c.PathValue("uuid"))); {
	case ok && found.AppUUID == app.UUID:
		return found.Room, app, nil
	case !ok || s.options.HideRoomsOfOtherApps:
		return Room{}, app, errRoomNotFound
	default:
		return Room{}, app, errRoomForbidden
	}
}

// roomsInOrder returns the rooms that match, ordered by UUID.
func (s *Service) roomsInOrder(match func(roomRow) bool) []roomRow {
	rooms := s.rooms.Where(match)
	slices.SortFunc(rooms, func(a, b roomRow) int { return cmp.Compare(a.UUID, b.UUID) })
	return rooms
}

// roomView returns the room for a response.
func (s *Service) roomView(room Room) Room {
	if s.options.LegacyResponses {
		room.AppUUID = ""
	}
	return room
}

// newRoom returns the room with a new UUID and creation time, if it has none.
func (s *Service) newRoom(room Room) Room {
	random := uuid.New()
	room.UUID = cmp.Or(room.UUID, hex.EncodeToString(random[:]))
	room.TeamUUID = teamUUID
	room.CreatedAt = cmp.Or(room.CreatedAt, s.options.Now().UTC().Format("2006-01-02T15:04:05.000Z"))
	return room
}

// AddRoom creates a room without a request. By default it belongs to the first app, and has a new UUID and the current
// time.
func (s *Service) AddRoom(region string, room Room) Room {
	room.AppUUID = cmp.Or(room.AppUUID, s.options.Apps[0].UUID)
	s.update(func(tx *storage.Tx) error {
		room = s.newRoom(room)
		s.rooms.Put(tx, roomRow{region, room})
		return nil
	})
	return room
}

// Rooms returns all rooms of a region, ordered by UUID.
func (s *Service) Rooms(region string) []Room {
	var rooms []Room
	s.options.DB.View(func() {
		for _, row := range s.roomsInOrder(func(r roomRow) bool { return r.Region == region }) {
			rooms = append(rooms, row.Room)
		}
	})
	return rooms
}

// BanRoom disables or enables a room without a request. It returns false if the room does not exist.
func (s *Service) BanRoom(region, id string, banned bool) (found bool) {
	s.update(func(tx *storage.Tx) error {
		var row roomRow
		if row, found = s.rooms.Get(roomKey(region, id)); found {
			row.IsBan = banned
			s.rooms.Put(tx, row)
		}
		return nil
	})
	return found
}

// DeleteRoom deletes a room, which the API cannot do. It returns false if the room does not exist.
func (s *Service) DeleteRoom(region, id string) (found bool) {
	s.update(func(tx *storage.Tx) error {
		_, found = s.rooms.Get(roomKey(region, id))
		s.rooms.Remove(tx, roomKey(region, id))
		return nil
	})
	return found
}
