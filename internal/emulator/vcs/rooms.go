package vcs

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
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
	tenant                                       int
	id, name, description, conferenceType, token string
	upgradeCount                                 float64
	created, modified                            time.Time
	// textTimes formats the times as text. The published page has numbers and texts in the same list.
	textTimes bool
}

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

func (s *Service) roomView(r *room) *roomView {
	view := &roomView{
		ID: r.id, Name: r.name, Description: r.description, ConferenceType: r.conferenceType, Token: r.token,
		CreationTime: r.formatTime(r.created), ModificationTime: r.formatTime(r.modified),
		MaxParticipants: maxParticipants, TokenTTLSeconds: tokenTTLSeconds, EndpointTTLSeconds: endpointTTLSeconds,
		RoomTTLSeconds: int(s.options.RoomTTL / time.Second),
	}
	if s.options.ReportsUpgradeCount {
		view.UpgradeCount = r.upgradeCount
	}
	return view
}

// formatTime returns a time in milliseconds or as text.
func (r *room) formatTime(t time.Time) any {
	if r.textTimes {
		return t.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return t.UnixMilli()
}

// createRoom creates a room, with status 200. Names need not be unique.
func (s *Service) createRoom(c *call) (*httpapi.Response, error) {
	input, err := readInput(c.Request)
	if err != nil {
		return nil, err
	}
	now := s.options.Now()
	created := &room{
		tenant: c.tenant, id: "RO-" + uuid.NewString(), name: input.Name, description: input.Description, conferenceType: input.ConferenceType,
		upgradeCount: float64(input.UpgradeCount), created: now, modified: now, token: newToken(), textTimes: s.created%2 == 1,
	}
	if created.name == "" {
		created.name = s.options.DefaultName
	}
	if created.conferenceType == "" {
		created.conferenceType = mesh
	}
	s.created++
	s.rooms = append(s.rooms, created)
	view := s.roomView(created)
	view.UpgradeCount = created.upgradeCount
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

func readInput(r *http.Request) (input, error) {
	var in input
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return in, apiError(http.StatusUnsupportedMediaType, "BASE-00017", "", "Passed media type is not supported.")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return in, fmt.Errorf("read the body: %w", err)
	}
	// This also rejects an empty body. One example of the published page has an empty body, but is not known to work.
	if err := json.Unmarshal(body, &in); err != nil || !slices.Contains([]string{"", mesh, sfu}, in.ConferenceType) {
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
	found := s.findRoom(c.tenant, id)
	if found == nil {
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
	s.renewToken(found)
	return httpapi.JSON(http.StatusOK, s.roomView(found)), nil
}

// deleteRoom deletes a room. It is unknown what the real service does without an ID. The emulator does the worst: it
// deletes all rooms of the tenant.
func (s *Service) deleteRoom(c *call) (*httpapi.Response, error) {
	id := c.URL.Query().Get("id")
	if id == "" {
		s.rooms = slices.DeleteFunc(s.rooms, func(r *room) bool { return r.tenant == c.tenant })
		return httpapi.JSON(http.StatusOK, wrappedRoom{}), nil
	}
	found := s.findRoom(c.tenant, id)
	if found == nil {
		return nil, roomNotFound(id)
	}
	s.renewToken(found)
	s.rooms = slices.DeleteFunc(s.rooms, func(r *room) bool { return r == found })
	return httpapi.JSON(http.StatusOK, wrappedRoom{s.roomView(found)}), nil
}

func (s *Service) deleteExpiredRooms() {
	now := s.options.Now()
	s.rooms = slices.DeleteFunc(s.rooms, func(r *room) bool { return !now.Before(r.created.Add(s.options.RoomTTL)) })
}

// findRoom returns the room of the tenant with the ID, or nil.
func (s *Service) findRoom(tenant int, id string) *room {
	if found := s.findAnyRoom(id); found != nil && found.tenant == tenant {
		return found
	}
	return nil
}

func (s *Service) findAnyRoom(id string) *room {
	if i := slices.IndexFunc(s.rooms, func(r *room) bool { return r.id == id }); i >= 0 {
		return s.rooms[i]
	}
	return nil
}

func (s *Service) renewToken(r *room) {
	if s.options.RenewsTokens {
		r.token = newToken()
	}
}

func newToken() string { return "room-token-" + strings.ReplaceAll(uuid.NewString(), "-", "") }

// Upgrade changes the type of a room to SFU, as the service does with a MESH room when enough people are in it.
func (s *Service) Upgrade(id string) error {
	return s.change(id, func(r *room) { r.conferenceType = sfu })
}

// Rename changes the name of a room. The API cannot do this, but rooms have a modification time, so it must be possible
// in another way.
func (s *Service) Rename(id, name string) error {
	return s.change(id, func(r *room) { r.name = name })
}

func (s *Service) change(id string, do func(*room)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.findAnyRoom(id)
	if found == nil {
		return roomNotFound(id)
	}
	do(found)
	found.modified = s.options.Now()
	return nil
}
