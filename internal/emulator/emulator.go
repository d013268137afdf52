// Package emulator stands in for the XRCLOUD service: an http.Handler that behaves as the real one does, odd corners
// included, and keeps what it is told in memory or in a file.
//
// It is held against recordings of the real service. It calls nobody: webhooks and scene callbacks are kept, never sent.
package emulator

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// Options say how the service is set up. The zero value is a service in memory with one account without limits.
type Options struct {
	// Data is the path of the file that keeps everything; empty keeps it in memory.
	Data string
	// Accounts are set up with SetAccount when the service starts, beside those in the data file. The first one is the
	// account of Credentials. Without any, the oldest account of the data file is, or a random one is created.
	Accounts []Account
	// SeparateAccounts answers 404 for the objects of another account, and leaves them out of lists. By default any
	// credential reads, changes and deletes the objects of every account, as on the real service; only the list of
	// projects and the labels in use are of the account. An older or hosted service may separate its accounts, whichever
	// form of the API it has, so Published does not imply this.
	SeparateAccounts bool
	// SeedScenes are the names of scenes that are published in every new project, in this order.
	SeedScenes []string
	// EngineURL is the base URL of rooms and the scene editor; empty takes the one at which the service was called.
	EngineURL string
	// TokenLifetime is how long a bearer token holds; 0 is an hour.
	TokenLifetime time.Duration
	// Now is the service's clock; nil is the real one.
	Now func() time.Time
	// Published makes the service answer as its published API page says, where that differs from what was measured: the
	// project list takes the api key and is a bare array, projects cannot be changed or deleted, lists cannot be ordered,
	// scenes have no creator, rooms no /infra, and room logs have one entry a visit.
	Published bool
	// Logger gets what goes wrong inside, never credentials; nil drops it.
	Logger *slog.Logger
}

// Emulator is the service. All methods may be called from several goroutines.
type Emulator struct {
	options Options
	store   *store
	routes  []route
	// primary is the id of the account of Credentials.
	primary string
}

// New starts a service. It fails when the data file cannot be read or another process has it.
func New(options Options) (*Emulator, error) {
	options.TokenLifetime = cmp.Or(options.TokenLifetime, time.Hour)
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	s, err := openStore(options.Data)
	if err != nil {
		return nil, err
	}
	e := &Emulator{options: options, store: s, routes: routes(options.Published)}
	accounts := options.Accounts
	if len(accounts) == 0 {
		accounts = []Account{{}}
	}
	if err := e.update(func(t *tx) error {
		for i, a := range accounts {
			id, err := t.setAccount(a)
			if err != nil {
				return err
			}
			if i == 0 {
				e.primary = id
			}
		}
		return nil
	}); err != nil {
		return nil, errors.Join(fmt.Errorf("set up accounts: %w", err), s.close())
	}
	return e, nil
}

// update runs do as one change of the service's data.
func (e *Emulator) update(do func(*tx) error) error { return e.store.update(e.options.Now, do) }

// Close lets go of the data file.
func (e *Emulator) Close() error { return e.store.close() }

// sidAlphabet is what the engine's short ids are made of.
const sidAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// newSID makes one of the engine's short ids: seven letters or digits.
func newSID() string {
	sid := make([]byte, 7)
	_, _ = rand.Read(sid) // it never fails, its documentation says
	for i, b := range sid {
		sid[i] = sidAlphabet[int(b)%len(sidAlphabet)]
	}
	return string(sid)
}

// timestamp writes a time as the service does.
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
