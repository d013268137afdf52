// Package venueless stands in for a Venueless server: an http.Handler that behaves as the real one does, faults
// included, and keeps everything in memory.
//
// It is held against recordings of a real server.
package venueless

import (
	"cmp"
	"net/http"
	"sync"
	"time"

	"github.com/google/uuid"
)

// World is an event with its rooms, its people and its own secret.
type World struct {
	ID    string
	Title string
	// Domain is unique among the worlds; empty is none.
	Domain string
	// Issuer, Audience and Secret are what tokens are checked against. Empty, the first two are those of a new world:
	// "any" and "venueless".
	Issuer   string
	Audience string
	Secret   string
	// Grants names the traits that each role is given to in the whole world. Nil is what a new world has, by which no
	// token may create rooms; see WithAPIUser.
	Grants map[string]any
	// Roles names the permissions of each role. Nil is what a new world has; see NewWorldRoles.
	Roles map[string]any
}

// NewWorldGrants are the grants of a new world: nobody is an apiuser.
func NewWorldGrants() map[string]any {
	return map[string]any{
		"admin": []any{"admin"}, "attendee": []any{"attendee"}, "scheduleuser": []any{"schedule-update"},
	}
}

// WithAPIUser are the grants of a world whose operator has opened the API to tokens with the trait "apiuser".
func WithAPIUser() map[string]any {
	grants := NewWorldGrants()
	grants["apiuser"] = []any{"apiuser"}
	return grants
}

// Service is the server. All methods may be called from several goroutines.
type Service struct {
	// Now is the server's clock.
	Now func() time.Time
	// SwapEqualRooms lists rooms of the same priority and name in another order each time, as happens on a real server
	// when somebody changes them between two pages. By default their order stays as long as no room is changed.
	SwapEqualRooms bool

	mu     sync.Mutex
	worlds map[string]*world
	// lists counts the lists of rooms that were answered.
	lists int
}

// world is a World as it is kept.
type world struct {
	id, title string
	domain    *string
	// config holds the secrets of tokens, and can be changed by the API.
	config map[string]any
	grants map[string]any
	roles  map[string]any
	rooms  map[uuid.UUID]*room
	// writes counts the writes of rooms.
	writes int64
	// chats are the messages in the channels of rooms, which outlive the chat module but not the room.
	chats map[uuid.UUID]int
	// direct are the messages in each channel between people, which belongs to no room.
	direct []int
}

// New starts a server with worlds.
func New(worlds ...World) *Service {
	s := &Service{Now: time.Now, worlds: map[string]*world{}}
	for _, w := range worlds {
		if w.Grants == nil {
			w.Grants = NewWorldGrants()
		}
		if w.Roles == nil {
			w.Roles = NewWorldRoles()
		}
		var domain *string
		if w.Domain != "" {
			domain = &w.Domain
		}
		s.worlds[w.ID] = &world{
			id: w.ID, title: w.Title, domain: domain, grants: w.Grants, roles: w.Roles,
			config: map[string]any{"JWT_secrets": []any{map[string]any{
				"issuer": cmp.Or(w.Issuer, "any"), "audience": cmp.Or(w.Audience, "venueless"), "secret": w.Secret,
			}}},
			rooms: map[uuid.UUID]*room{}, chats: map[uuid.UUID]int{},
		}
	}
	return s
}

func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.route(r).send(w)
}
