// Package venueless emulates a Venueless server: an http.Handler that behaves like the real server, including its bugs, and
// keeps its data in a database. A test replays recordings of a real server.
package venueless

import (
	"cmp"
	"fmt"
	"net/http"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// Options configure the server.
type Options struct {
	// DB keeps the data of the server. Nil is a new one in memory.
	DB *storage.DB
	// Worlds are created when the server starts, in addition to those in the database. Of a world that is in the database,
	// only issuer, audience and secret are set, unless they are empty. Without any, there is the world "event", in which
	// tokens with the trait "apiuser" can create rooms. Credentials returns those of the first world.
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
	// Issuer, Audience and Secret verify tokens. If empty, issuer and audience of a new world are "any" and "venueless",
	// and its secret is random.
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
	options Options
	mux     *http.ServeMux
	// patterns are the routes of mux, see Routes.
	patterns []string

	worlds         storage.Table[world]
	rooms          storage.Table[room]
	chats          storage.Table[chat]
	directChannels storage.Table[directChannel]
	counters       storage.Table[counters]
	// roomLists counts the lists of rooms if Options.SwapEqualRooms is set.
	roomLists int
}

// counters are the numbers that must not repeat.
type counters struct {
	// Writes is the number of writes of rooms.
	Writes int64
	// DirectChannels is the number of channels between users that were created.
	DirectChannels int64
}

func (counters) Key() string { return "counters" }

// New starts a server. It fails if the database has a damaged row, or if two worlds have the same domain.
func New(options Options) (*Service, error) {
	if options.DB == nil {
		options.DB = storage.InMemory()
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if len(options.Worlds) == 0 {
		options.Worlds = []World{{ID: "event", Title: "Event", Grants: APIUserGrants()}}
	}
	s := &Service{options: options}
	s.mux = s.routes()
	if err := cmp.Or(
		s.worlds.Load(options.DB, "venueless.worlds"), s.rooms.Load(options.DB, "venueless.rooms"), s.chats.Load(options.DB, "venueless.chats"),
		s.directChannels.Load(options.DB, "venueless.direct-channels"), s.counters.Load(options.DB, "venueless.counters"),
	); err != nil {
		return nil, err
	}
	if err := options.DB.Update(s.setWorlds); err != nil {
		return nil, fmt.Errorf("set up worlds of Venueless: %w", err)
	}
	return s, nil
}

// SetNow replaces the clock of the server.
func (s *Service) SetNow(now func() time.Time) {
	s.options.DB.View(func() { s.options.Now = now })
}

// update runs do in a transaction. It panics if the changes cannot be saved: it is for methods that only tests call.
func (s *Service) update(do func(*storage.Tx)) {
	if err := s.options.DB.Update(func(tx *storage.Tx) error { do(tx); return nil }); err != nil {
		panic(err)
	}
}

// increment increments a counter and returns its value.
func (s *Service) increment(tx *storage.Tx, pick func(*counters) *int64) int64 {
	all, _ := s.counters.Get(counters{}.Key())
	*pick(&all)++
	s.counters.Put(tx, all)
	return *pick(&all)
}
