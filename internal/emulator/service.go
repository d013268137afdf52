// Package emulator emulates the XRCLOUD service: an http.Handler that behaves like the real service, quirks included, and
// keeps its data in a database. A test replays recordings of the real service. The service sends no requests: it
// stores webhooks and never calls them. It remembers the callbacks of scenes, which the scene editor in package pages calls.
//
// The packages below emulate the companion services. Each service has the same files: service.go (options and state),
// routes.go (from a request to its response), errors.go (error responses), auth.go (credentials), lists.go (pages), and
// one file for each kind of object.
package emulator

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// Options configure the service. The zero value is a service in memory that has one account without limits.
type Options struct {
	// DB keeps the data of the service. Nil is a new one in memory.
	DB *storage.DB
	// Accounts are set with SetAccount when the service starts, in addition to those in the database.
	// Credentials returns the first one. Without any, it returns the oldest account of the database, or a random new one.
	Accounts []Account
	// SeparateAccounts returns 404 for objects of other accounts and omits them from lists. By default every credential
	// can read, change and delete the objects of all accounts, as in the real service: only the list of projects and the
	// uniqueness of labels depend on the account. An older or hosted service may separate its accounts, with either form
	// of the API, so Published does not imply this.
	SeparateAccounts bool
	// MaxRooms and MaxRoomSize are the limits of accounts for which no limits are set. 0 is no limit.
	MaxRooms    int
	MaxRoomSize int
	// SeedScenes are the names of scenes that are published in every new project, in this order.
	SeedScenes []string
	// EngineURL is the base URL of rooms and of the scene editor. If empty, it is the URL that the client called.
	EngineURL string
	// TokenLifetime is how long a bearer token is valid. 0 is one hour.
	TokenLifetime time.Duration
	// Now is the clock of the service. Nil is time.Now.
	Now func() time.Time
	// Published makes the service follow its published API page where that differs from the recordings: the project list
	// accepts the API key and is a bare array, projects cannot be changed or deleted, lists cannot be ordered, scenes have
	// no creator, rooms have no /infra, and room logs have one entry for each visit.
	Published bool
	// Logger receives internal errors, never credentials. Nil discards them.
	Logger *slog.Logger
}

// Service is the emulated service. Its methods are safe for concurrent use.
type Service struct {
	options Options
	mux     *http.ServeMux
	// patterns are the routes of mux, see Routes.
	patterns []string
	store    store
	// primary is the ID of the account that Credentials returns.
	primary string
}

// New starts a service. It fails if the database has a damaged row, or if two accounts have the same API key, or two of those
// in Options the same email address.
func New(options Options) (*Service, error) {
	options.TokenLifetime = cmp.Or(options.TokenLifetime, time.Hour)
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	if options.DB == nil {
		options.DB = storage.InMemory()
	}
	s := &Service{options: options}
	s.mux = s.routes()
	if err := s.store.load(options.DB); err != nil {
		return nil, err
	}
	accounts := options.Accounts
	if len(accounts) == 0 {
		accounts = []Account{{}}
	}
	if err := s.update(func(t *tx) (err error) {
		s.primary, err = t.setAccounts(accounts)
		return err
	}); err != nil {
		return nil, fmt.Errorf("set up accounts: %w", err)
	}
	return s, nil
}
