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
	"slices"
	"time"

	"github.com/google/uuid"
)

// Options say how the service is set up. The zero value is a service in memory with one account without limits.
type Options struct {
	// Data is the path of the file that keeps everything; empty keeps it in memory.
	Data string
	// Accounts are those that the service has beside the ones in the data file; one of the same e-mail address there
	// gets these credentials and limits. Without any, here or there, a random account is made.
	Accounts []Account
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

// Account is a customer of the service. Accounts do not see each other's things.
type Account struct {
	Email    string
	Password string
	APIKey   string
	// MaxRooms and MaxRoomSize are the limits of the account's tier; 0 is none.
	MaxRooms    int
	MaxRoomSize int
}

// account is an Account as it is kept.
type account struct {
	ID        string
	CreatedAt time.Time
	Account
}

func (a account) key() string { return a.ID }

// Emulator is the service. All methods may be called from several goroutines.
type Emulator struct {
	options Options
	store   *store
	routes  []route
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
	if err := e.update(func(t *tx) error {
		for _, a := range options.Accounts {
			t.register(a)
		}
		if len(t.accounts.rows) == 0 {
			t.register(Account{Email: "ops@example.com", Password: rand.Text(), APIKey: uuid.NewString()})
		}
		return nil
	}); err != nil {
		return nil, errors.Join(fmt.Errorf("set up accounts: %w", err), s.close())
	}
	return e, nil
}

// register adds the account, or changes the one with the same e-mail address.
func (t *tx) register(a Account) {
	row := account{ID: uuid.NewString(), CreatedAt: t.stamp()}
	if known := t.accounts.where(func(old account) bool { return old.Email == a.Email }); len(known) > 0 {
		row = known[0]
	}
	row.Account = a
	put(t, t.accounts, row)
}

// update runs do as one change of the service's data.
func (e *Emulator) update(do func(*tx) error) error { return e.store.update(e.options.Now, do) }

// Close lets go of the data file.
func (e *Emulator) Close() error { return e.store.close() }

// Credentials are those of the oldest account.
func (e *Emulator) Credentials() Account {
	e.store.mu.Lock()
	defer e.store.mu.Unlock()
	all := e.store.accounts.where(func(account) bool { return true })
	oldest := slices.MinFunc(all, func(a, b account) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return oldest.Account
}

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
