// Package emulator emulates the XRCLOUD service: an http.Handler that behaves like the real service, quirks included, and
// keeps its data in memory or in a file. A test replays recordings of the real service. The emulator sends no requests:
// it stores webhooks and scene callbacks, and never calls them.
//
// The packages below emulate the companion services. Each service has the same files: service.go (options and state),
// routes.go (from a request to its response), errors.go (error responses), auth.go (credentials), lists.go (pages), and
// one file for each kind of object.
package emulator

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// Options configure the service. The zero value is a service in memory that has one account without limits.
type Options struct {
	// Data is the path of the file that keeps all data. If empty, the data is kept in memory.
	Data string
	// Accounts are set with SetAccount when the service starts, in addition to those in the data file. Credentials
	// returns the first one. Without any, it returns the oldest account of the data file, or a random new one.
	Accounts []Account
	// SeparateAccounts returns 404 for objects of other accounts and omits them from lists. By default every credential
	// can read, change and delete the objects of all accounts, as in the real service: only the list of projects and the
	// uniqueness of labels depend on the account. An older or hosted service may separate its accounts, with either form
	// of the API, so Published does not imply this.
	SeparateAccounts bool
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
	store   *store
	mux     *http.ServeMux
	// primary is the ID of the account that Credentials returns.
	primary string
}

// New starts a service. It fails if the data file cannot be read or another process uses it.
func New(options Options) (*Service, error) {
	options.TokenLifetime = cmp.Or(options.TokenLifetime, time.Hour)
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	store, err := openStore(options.Data)
	if err != nil {
		return nil, err
	}
	s := &Service{options: options, store: store}
	s.mux = s.routes()
	accounts := options.Accounts
	if len(accounts) == 0 {
		accounts = []Account{{}}
	}
	if err := s.update(func(t *tx) error {
		for i, a := range accounts {
			id, err := t.setAccount(a)
			if err != nil {
				return err
			}
			if i == 0 {
				s.primary = id
			}
		}
		return nil
	}); err != nil {
		return nil, errors.Join(fmt.Errorf("set up accounts: %w", err), store.close())
	}
	return s, nil
}

// update runs do as one transaction.
func (s *Service) update(do func(*tx) error) error { return s.store.update(s.options.Now, do) }

// Close closes the data file.
func (s *Service) Close() error { return s.store.close() }
