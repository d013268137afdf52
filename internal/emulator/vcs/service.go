// Package vcs emulates the rooms API of VCS Realtime: an http.Handler that keeps rooms in a database and behaves as the
// published page of the service says. Where the page contradicts itself or says nothing, Options choose the behaviour.
package vcs

import (
	"cmp"
	"fmt"
	"net/http"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// Options configure the service. The zero value behaves like the examples of the published page.
type Options struct {
	// DB keeps the data of the service. Nil is a new one in memory.
	DB *storage.DB
	// APIKey is the key of the first tenant. If empty, it is that in the database, or a random new one.
	APIKey string
	// OtherAPIKeys are the keys of other tenants, in addition to those in the database. Tenants do not see each other's
	// rooms.
	OtherAPIKeys []string
	// Now is the clock of the service. Nil is time.Now.
	Now func() time.Time
	// RoomTTL is the lifetime of a room from its creation, in whole seconds. 0 is one day.
	RoomTTL time.Duration
	// DefaultName is the name of a room that is created without one. If empty, the room has no name.
	DefaultName string
	// ReportsUpgradeCount includes autoUpgradeParticipantCount in all responses. By default only the response to the
	// creation has it.
	ReportsUpgradeCount bool
	// RenewsTokens gives a room a new token with each response that has only this room.
	RenewsTokens bool
	// Missing is the response to a read of a room that does not exist.
	Missing Missing
	// LastPage is the form of the last page of a list.
	LastPage LastPage
}

// Missing is a response to a read of a room that does not exist. The published page describes it for DELETE only.
type Missing int

const (
	// MissingByCode is status 400 with the code REALTIME-00004, as for DELETE.
	MissingByCode Missing = iota
	// MissingByStatus is status 404 with another code.
	MissingByStatus
	// MissingByNull is status 200 with the body null.
	MissingByNull
	// MissingByEmptyBody is status 200 without a body.
	MissingByEmptyBody
)

// LastPage is a form of the last page of a list.
type LastPage int

const (
	// LastWithoutToken omits the paging token.
	LastWithoutToken LastPage = iota
	// LastWithEmptyToken has an empty paging token.
	LastWithEmptyToken
	// LastIsEmpty has a paging token also with the last rooms. It leads to an empty page, which has a token, too.
	LastIsEmpty
	// LastRepeats has the paging token of the last page itself.
	LastRepeats
)

// Service is the emulated service. Its methods are safe for concurrent use.
type Service struct {
	options Options
	mux     *http.ServeMux
	// patterns are the routes of mux, see Routes.
	patterns []string

	tenants  storage.Table[tenant]
	rooms    storage.Table[room]
	counters storage.Table[counters]
}

// counters are the numbers that must not repeat.
type counters struct {
	// Rooms is the number of rooms that were created.
	Rooms int
}

func (counters) Key() string { return "counters" }

// New starts a service. It fails if the database has a damaged row, or if two tenants have the same API key.
func New(options Options) (*Service, error) {
	if options.DB == nil {
		options.DB = storage.InMemory()
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	options.RoomTTL = cmp.Or(options.RoomTTL, 24*time.Hour)
	s := &Service{options: options}
	s.mux = s.routes()
	if err := cmp.Or(
		s.tenants.Load(options.DB, "vcs.tenants"), s.rooms.Load(options.DB, "vcs.rooms"), s.counters.Load(options.DB, "vcs.counters"),
	); err != nil {
		return nil, err
	}
	if err := options.DB.Update(s.setTenants); err != nil {
		return nil, fmt.Errorf("set up tenants of VCS: %w", err)
	}
	return s, nil
}
