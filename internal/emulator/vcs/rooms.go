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
)

const (
	mesh = "MESH"
	sfu  = "SFU"

	longestName = 512
	// participants and the lifetimes of tokens are the administrator's to set.
	participants     = 4
	tokenTTLSeconds  = 86400
	memberTTLSeconds = 86400
)

// room is a conference room.
type room struct {
	tenant                             int
	id, name, description, kind, token string
	upgradeCount                       float64
	created, modified                  time.Time
	// iso writes its times as texts. The page has numbers and texts, in the same list.
	iso bool
}

// view is a room as answers tell of it. What it does not have is left out, not null.
type view struct {
	ID               string  `json:"id"`
	Name             string  `json:"name,omitempty"`
	Description      string  `json:"description,omitempty"`
	CreationTime     any     `json:"creationTime"`
	ConferenceType   string  `json:"conferenceType"`
	UpgradeCount     float64 `json:"autoUpgradeParticipantCount,omitempty"`
	ModificationTime any     `json:"modificationTime"`
	MaxParticipants  int     `json:"maxParticipants"`
	TokenTTLSeconds  int     `json:"roomTokenTTLSeconds"`
	RoomTTLSeconds   int     `json:"roomTTLSeconds"`
	MemberTTLSeconds int     `json:"endpointTTLSeconds"`
	Token            string  `json:"token"`
}

// wrapped is the form in which POST and DELETE answer. GET gives the bare room.
type wrapped struct {
	Room *view `json:"room"`
}

func (s *Service) view(r *room) *view {
	shown := &view{
		ID: r.id, Name: r.name, Description: r.description, ConferenceType: r.kind, Token: r.token,
		CreationTime: r.moment(r.created), ModificationTime: r.moment(r.modified),
		MaxParticipants: participants, TokenTTLSeconds: tokenTTLSeconds, MemberTTLSeconds: memberTTLSeconds,
		RoomTTLSeconds: int(s.options.RoomTTL / time.Second),
	}
	if s.options.ReportsUpgradeCount {
		shown.UpgradeCount = r.upgradeCount
	}
	return shown
}

// moment writes a time in milliseconds or as a text.
func (r *room) moment(t time.Time) any {
	if r.iso {
		return t.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return t.UnixMilli()
}

// create makes a room, answered with 200. Names need not be unique.
func (s *Service) create(c *call) (any, error) {
	input, err := readInput(c.Request)
	if err != nil {
		return nil, err
	}
	now := s.options.Now()
	made := &room{
		tenant: c.tenant, id: "RO-" + uuid.NewString(), name: input.Name, description: input.Description, kind: input.ConferenceType,
		upgradeCount: float64(input.UpgradeCount), created: now, modified: now, token: newToken(), iso: s.made%2 == 1,
	}
	if made.name == "" {
		made.name = s.options.Unnamed
	}
	if made.kind == "" {
		made.kind = mesh
	}
	s.made++
	s.rooms = append(s.rooms, made)
	shown := s.view(made)
	shown.UpgradeCount = made.upgradeCount
	return wrapped{shown}, nil
}

// input is what a room is made with.
type input struct {
	Name           string `json:"name"`
	Description    string `json:"description"`
	ConferenceType string `json:"conferenceType"`
	UpgradeCount   count  `json:"autoUpgradeParticipantCount"`
}

// count is a number, or a text with one: the page's example sends a text, its table says number.
type count float64

func (c *count) UnmarshalJSON(data []byte) error {
	number, err := strconv.ParseFloat(strings.Trim(string(data), `"`), 64)
	*c = count(number)
	return err
}

func readInput(r *http.Request) (input, error) {
	var in input
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return in, fail(http.StatusUnsupportedMediaType, "BASE-00017", "", "Passed media type is not supported.")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return in, fmt.Errorf("read the body: %w", err)
	}
	// An empty body is refused, too. One example of the page has one, which nobody has seen to work.
	if err := json.Unmarshal(body, &in); err != nil || !slices.Contains([]string{"", mesh, sfu}, in.ConferenceType) {
		return in, fail(http.StatusBadRequest, "BASE-00014", "", "The passed JSON body is invalid.")
	}
	if utf8.RuneCountInString(in.Name) > longestName {
		return in, fail(http.StatusBadRequest, "BASE-00013", "STRING_SIZE",
			fmt.Sprintf("The parameter with name ::= [name] is larger than ::= [%d] characters", longestName))
	}
	return in, nil
}

func (s *Service) get(c *call) (any, error) {
	id := c.PathValue("id")
	found := s.find(c, id)
	if found == nil {
		switch s.options.Missing {
		case MissingByStatus:
			return nil, fail(http.StatusNotFound, "BASE-00004", "", "Not found.")
		case MissingByNull:
			return nil, nil //nolint:nilnil // the answer is null
		case MissingByNothing:
			return noBody{}, nil
		case MissingByCode:
		}
		return nil, noSuchRoom(id)
	}
	s.renew(found)
	return s.view(found), nil
}

// remove deletes a room. What the real service does without an id nobody knows; this one does the worst.
func (s *Service) remove(c *call) (any, error) {
	id := c.URL.Query().Get("id")
	if id == "" {
		s.rooms = slices.DeleteFunc(s.rooms, func(r *room) bool { return r.tenant == c.tenant })
		return wrapped{}, nil
	}
	found := s.find(c, id)
	if found == nil {
		return nil, noSuchRoom(id)
	}
	s.renew(found)
	s.rooms = slices.DeleteFunc(s.rooms, func(r *room) bool { return r == found })
	return wrapped{s.view(found)}, nil
}

// expire deletes the rooms whose time is over.
func (s *Service) expire() {
	now := s.options.Now()
	s.rooms = slices.DeleteFunc(s.rooms, func(r *room) bool { return !now.Before(r.created.Add(s.options.RoomTTL)) })
}

// find gives the tenant's room of that id, or nil.
func (s *Service) find(c *call, id string) *room {
	if found := s.findAny(id); found != nil && found.tenant == c.tenant {
		return found
	}
	return nil
}

func (s *Service) findAny(id string) *room {
	if i := slices.IndexFunc(s.rooms, func(r *room) bool { return r.id == id }); i >= 0 {
		return s.rooms[i]
	}
	return nil
}

func (s *Service) renew(r *room) {
	if s.options.RenewsTokens {
		r.token = newToken()
	}
}

func newToken() string { return "room-token-" + strings.ReplaceAll(uuid.NewString(), "-", "") }

// Upgrade makes a room SFU, as a MESH room becomes one by itself when enough people are in it.
func (s *Service) Upgrade(id string) error {
	return s.change(id, func(r *room) { r.kind = sfu })
}

// Rename gives a room another name. The API has no such call; that rooms have a modification time says that somebody
// can change them.
func (s *Service) Rename(id, name string) error {
	return s.change(id, func(r *room) { r.name = name })
}

func (s *Service) change(id string, do func(*room)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.findAny(id)
	if found == nil {
		return noSuchRoom(id)
	}
	do(found)
	found.modified = s.options.Now()
	return nil
}
