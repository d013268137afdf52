package emulator

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Account is a customer of the service.
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

// Credentials are those of the first account in Options, or else of the oldest one.
func (e *Emulator) Credentials() Account {
	e.store.mu.Lock()
	defer e.store.mu.Unlock()
	return e.store.accounts.rows[e.primary].Account
}

// SetAccount adds an account, or changes the one with the same e-mail address: its password, API key and limits. Bearer
// tokens stay valid, as they do on the real service when a key is replaced. Without an e-mail address the oldest account is
// meant. An empty password or API key is left as it is, and random for a new account. It fails when another account has
// the API key.
func (e *Emulator) SetAccount(a Account) error {
	return e.update(func(t *tx) error {
		_, err := t.setAccount(a)
		return err
	})
}

func (t *tx) setAccount(a Account) (id string, err error) {
	row := account{ID: uuid.NewString()}
	if known := t.knownAccounts(a.Email); len(known) > 0 {
		row = known[0]
	} else {
		row.CreatedAt = t.stamp()
	}
	row.Account = Account{
		Email:    cmp.Or(a.Email, row.Email, "ops@example.com"),
		Password: cmp.Or(a.Password, row.Password, rand.Text()),
		APIKey:   cmp.Or(a.APIKey, row.APIKey, uuid.NewString()),
		MaxRooms: a.MaxRooms, MaxRoomSize: a.MaxRoomSize,
	}
	for _, other := range t.accounts.rows {
		if other.APIKey == row.APIKey && other.ID != row.ID {
			return "", fmt.Errorf("accounts %s and %s have the same API key", other.Email, row.Email)
		}
	}
	put(t, t.accounts, row)
	return row.ID, nil
}

// knownAccounts are the accounts with that e-mail address, or without an address all, oldest first.
func (t *tx) knownAccounts(email string) []account {
	known := t.accounts.where(func(a account) bool { return email == "" || strings.EqualFold(a.Email, email) })
	slices.SortFunc(known, func(a, b account) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return known
}

// reaches reports whether the caller may use an object of the account with that id.
func (c *call) reaches(accountID string) bool {
	return !c.options.SeparateAccounts || accountID == c.account.ID
}
