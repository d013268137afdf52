package vcs

import (
	"cmp"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

const (
	mesh = "MESH"
	sfu  = "SFU"

	maxNameLength = 512
	// An administrator of the service sets the number of participants and the lifetimes of tokens.
	maxParticipants    = 4
	tokenTTLSeconds    = 86400
	endpointTTLSeconds = 86400
)

// room is a conference room.
type room struct {
	ID string
	// Number counts the rooms of all tenants, in the order of their creation.
	Number         int
	Tenant         int
	Name           string
	Description    string
	ConferenceType string
	Token          string
	UpgradeCount   float64
	CreatedAt      time.Time
	ModifiedAt     time.Time
}

func (r room) Key() string { return r.ID }

// roomView is a room in a response. Fields that the room does not have are omitted, not null.
type roomView struct {
	ID                 string  `json:"id"`
	Name               string  `json:"name,omitempty"`
	Description        string  `json:"description,omitempty"`
	CreationTime       any     `json:"creationTime"`
	ConferenceType     string  `json:"conferenceType"`
	UpgradeCount       float64 `json:"autoUpgradeParticipantCount,omitempty"`
	ModificationTime   any     `json:"modificationTime"`
	MaxParticipants    int     `json:"maxParticipants"`
	TokenTTLSeconds    int     `json:"roomTokenTTLSeconds"`
	RoomTTLSeconds     int     `json:"roomTTLSeconds"`
	EndpointTTLSeconds int     `json:"endpointTTLSeconds"`
	Token              string  `json:"token"`
}

// wrappedRoom is the body of responses to POST and DELETE. The response to GET has only the room.
type wrappedRoom struct {
	Room *roomView `json:"room"`
}

func (s *Service) roomView(r room) *roomView {
	view := &roomView{
		ID: r.ID, Name: r.Name, Description: r.Description, ConferenceType: r.ConferenceType, Token: r.Token,
		CreationTime: r.formatTime(r.CreatedAt), ModificationTime: r.formatTime(r.ModifiedAt),
		MaxParticipants: maxParticipants, TokenTTLSeconds: tokenTTLSeconds, EndpointTTLSeconds: endpointTTLSeconds,
		RoomTTLSeconds: int(s.options.RoomTTL / time.Second),
	}
	if s.options.ReportsUpgradeCount {
		view.UpgradeCount = r.UpgradeCount
	}
	return view
}

// formatTime returns a time in milliseconds or, in every second room, as text: the published page has both in one list.
func (r room) formatTime(t time.Time) any {
	if r.Number%2 == 1 {
		return t.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return t.UnixMilli()
}

// createRoom creates a room, with status 200. Names need not be unique.
func (s *Service) createRoom(c *call) (*httpapi.Response, error) {
	input, err := c.readInput()
	if err != nil {
		return nil, err
	}
	now := s.options.Now()
	count, _ := s.counters.Get(counters{}.Key())
	created := room{
		ID: "RO-" + uuid.NewString(), Number: count.Rooms, Tenant: c.tenant, Name: cmp.Or(input.Name, s.options.DefaultName),
		Description: input.Description, ConferenceType: cmp.Or(input.ConferenceType, mesh), Token: newToken(),
		UpgradeCount: float64(input.UpgradeCount), CreatedAt: now, ModifiedAt: now,
	}
	count.Rooms++
	s.counters.Put(c.Tx, count)
	s.rooms.Put(c.Tx, created)
	view := s.roomView(created)
	view.UpgradeCount = created.UpgradeCount
	return httpapi.JSON(http.StatusOK, wrappedRoom{view}), nil
}

// input is the body of a request to create a room.
type input struct {
	Name           string `json:"name"`
	Description    string `json:"description"`
	ConferenceType string `json:"conferenceType"`
	UpgradeCount   count  `json:"autoUpgradeParticipantCount"`
}

// count is a number, or a text with a number. The example of the published page has a text, its table says number.
type count float64

func (c *count) UnmarshalJSON(data []byte) error {
	number, err := strconv.ParseFloat(strings.Trim(string(data), `"`), 64)
	*c = count(number)
	return err
}

func (c *call) readInput() (input, error) {
	var in input
	if media, _, err := mime.ParseMediaType(c.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return in, apiError(http.StatusUnsupportedMediaType, "BASE-00017", "", "Passed media type is not supported.")
	}
	// This also rejects an empty body. One example of the published page has an empty body, but is not known to work.
	if err := json.Unmarshal(c.body, &in); err != nil || !slices.Contains([]string{"", mesh, sfu}, in.ConferenceType) {
		return in, apiError(http.StatusBadRequest, "BASE-00014", "", "The passed JSON body is invalid.")
	}
	if utf8.RuneCountInString(in.Name) > maxNameLength {
		return in, apiError(http.StatusBadRequest, "BASE-00013", "STRING_SIZE",
			fmt.Sprintf("The parameter with name ::= [name] is larger than ::= [%d] characters", maxNameLength))
	}
	return in, nil
}

func (s *Service) getRoom(c *call) (*httpapi.Response, error) {
	id := c.PathValue("id")
	found, ok := s.findRoom(c.tenant, id)
	if !ok {
		switch s.options.Missing {
		case MissingByStatus:
			return nil, apiError(http.StatusNotFound, "BASE-00004", "", "Not found.")
		case MissingByNull:
			return &httpapi.Response{Status: http.StatusOK, Header: http.Header{"Content-Type": {jsonType}}, Body: []byte("null\n")}, nil
		case MissingByEmptyBody:
			return &httpapi.Response{Status: http.StatusOK}, nil
		case MissingByCode:
		}
		return nil, roomNotFound(id)
	}
	renewed := s.withNewToken(found)
	if renewed != found {
		s.rooms.Put(c.Tx, renewed)
	}
	return httpapi.JSON(http.StatusOK, s.roomView(renewed)), nil
}

// deleteRoom deletes a room. It is unknown what the real service does without an ID. The emulator does the worst: it
// deletes all rooms of the tenant.
func (s *Service) deleteRoom(c *call) (*httpapi.Response, error) {
	id := c.URL.Query().Get("id")
	if id == "" {
		s.deleteRooms(c.Tx, func(r room) bool { return r.Tenant == c.tenant })
		return httpapi.JSON(http.StatusOK, wrappedRoom{}), nil
	}
	found, ok := s.findRoom(c.tenant, id)
	if !ok {
		return nil, roomNotFound(id)
	}
	s.rooms.Remove(c.Tx, id)
	return httpapi.JSON(http.StatusOK, wrappedRoom{s.roomView(s.withNewToken(found))}), nil
}

func (s *Service) deleteExpiredRooms(tx *storage.Tx) {
	now := s.options.Now()
	s.deleteRooms(tx, func(r room) bool { return !now.Before(s.expiry(r)) })
}

func (s *Service) deleteRooms(tx *storage.Tx, match func(room) bool) {
	for _, r := range s.rooms.Where(match) {
		s.rooms.Remove(tx, r.ID)
	}
}

// expiry returns the time at which the service deletes the room.
func (s *Service) expiry(r room) time.Time { return r.CreatedAt.Add(s.options.RoomTTL) }

// roomsInOrder returns the rooms that match in the order of their creation.
func (s *Service) roomsInOrder(match func(room) bool) []room {
	rooms := s.rooms.Where(match)
	slices.SortFunc(rooms, func(a, b room) int { return cmp.Compare(a.Number, b.Number) })
	return rooms
}

// findRoom returns the room of the tenant with the ID.
func (s *Service) findRoom(tenant int, id string) (found room, ok bool) {
	found, ok = s.rooms.Get(id)
	return found, ok && found.Tenant == tenant
}

// withNewToken returns the room with a new token if the service renews tokens.
func (s *Service) withNewToken(r room) room {
	if s.options.RenewsTokens {
		r.Token = newToken()
	}
	return r
}

func newToken() string { return "room-token-" + strings.ReplaceAll(uuid.NewString(), "-", "") }

// Upgrade changes the type of a room to SFU, as the service does with a MESH room when enough people are in it.
func (s *Service) Upgrade(id string) error {
	return s.change(id, func(r *room) { r.ConferenceType = sfu })
}

// Rename changes the name of a room. The API cannot do this, but rooms have a modification time, so it must be possible
// in another way.
func (s *Service) Rename(id, name string) error {
	return s.change(id, func(r *room) { r.Name = name })
}

func (s *Service) change(id string, do func(*room)) error {
	return s.options.DB.Update(func(tx *storage.Tx) error {
		changed, ok := s.rooms.Get(id)
		if !ok {
			return roomNotFound(id)
		}
		do(&changed)
		changed.ModifiedAt = s.options.Now()
		s.rooms.Put(tx, changed)
		return nil
	})
}
