// Package venueless emulates a Venueless server: an http.Handler that behaves like the real server, including its bugs, and
// keeps its data in memory. A test replays recordings of a real server.
package venueless

import (
	"cmp"
	"net/http"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Options configure the server.
type Options struct {
	Worlds []World
	// Now is the clock of the server. Nil is time.Now.
	Now func() time.Time
	// SwapEqualRooms lists rooms with the same priority and name in another order at each read, as a real server does if
	// such rooms are changed between two pages. By default, their order stays until one is changed.
	SwapEqualRooms bool
}

// World is an event with its own rooms, users and secret.
type World struct {
	ID    string
	Title string
	// Domain is unique among the worlds. If empty, the world has none.
	Domain string
	// Issuer, Audience and Secret verify tokens. If empty, issuer and audience are those of a new world: "any" and
	// "venueless".
	Issuer   string
	Audience string
	Secret   string
	// Grants are the traits that give each role in the whole world. Nil is DefaultGrants, with which no token can create
	// rooms.
	Grants map[string]any
	// Roles are the permissions of each role. Nil is DefaultRoles.
	Roles map[string]any
}

// Service is the emulated server. Its methods are safe for concurrent use.
type Service struct {
	mux *http.ServeMux

	mu      sync.Mutex
	options Options
	worlds  map[string]*world
	// roomLists counts the lists of rooms if Options.SwapEqualRooms is set.
	roomLists int
}

// world is the stored form of a World.
type world struct {
	id, title string
	domain    *string
	// config has the secrets of tokens. Clients can change it.
	config map[string]any
	grants map[string]any
	roles  map[string]any
	rooms  map[uuid.UUID]*room
	// writes counts the writes of rooms.
	writes int64
	// chats has the number of messages in the channel of each room. A channel is deleted with the room, but not with the
	// chat module.
	chats map[uuid.UUID]int
	// directChannels has the number of messages in each channel between users. These channels belong to no room.
	directChannels []int
}

// New starts a server.
func New(options Options) *Service {
	if options.Now == nil {
		options.Now = time.Now
	}
	s := &Service{options: options, worlds: map[string]*world{}}
	s.mux = s.routes()
	for _, w := range options.Worlds {
		if w.Grants == nil {
			w.Grants = DefaultGrants()
		}
		if w.Roles == nil {
			w.Roles = DefaultRoles()
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

// SetNow replaces the clock of the server.
func (s *Service) SetNow(now func() time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.options.Now = now
}
