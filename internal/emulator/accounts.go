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

// Account is an account of the service.
type Account struct {
	Email    string
	Password string
	APIKey   string
	// MaxRooms and MaxRoomSize are the limits of the account's tier. 0 is the limit in Options.
	MaxRooms    int
	MaxRoomSize int
}

// account is the stored form of an Account.
type account struct {
	ID        string
	CreatedAt time.Time
	Account
}

func (a account) Key() string { return a.ID }

// Credentials returns the first account in Options, or the oldest account if there is none.
func (s *Service) Credentials() Account {
	var primary account
	s.options.DB.View(func() { primary, _ = s.store.accounts.Get(s.primary) })
	return primary.Account
}

// SetAccount adds an account, or changes the password, API key and limits of the account with the same email address.
// Bearer tokens stay valid, as in the real service when a key is replaced. Without an email address it changes the oldest
// account. An empty password or API key leaves the current one unchanged; a new account gets a random one. SetAccount
// fails if another account has the API key.
func (s *Service) SetAccount(a Account) error {
	return s.update(func(t *tx) error {
		_, err := t.setAccount(a)
		return err
	})
}

// setAccounts sets the accounts, and returns the ID of the first one. It fails if two of them are the same account.
func (t *tx) setAccounts(accounts []Account) (first string, err error) {
	var ids []string
	for i, a := range accounts {
		id, err := t.setAccount(a)
		if err != nil {
			return "", err
		}
		if same := slices.Index(ids, id); same >= 0 {
			return "", fmt.Errorf("accounts %d and %d have the same email address, %s; each account needs its own", same+1, i+1, t.accountByID(id).Email)
		}
		ids = append(ids, id)
	}
	return ids[0], nil
}

func (t *tx) setAccount(a Account) (id string, err error) {
	row := account{ID: uuid.NewString()}
	if known := t.knownAccounts(a.Email); len(known) > 0 {
		row = known[0]
	} else {
		row.CreatedAt = t.nextTime()
	}
	row.Account = Account{
		Email:    cmp.Or(a.Email, row.Email, "ops@example.com"),
		Password: cmp.Or(a.Password, row.Password, rand.Text()),
		APIKey:   cmp.Or(a.APIKey, row.APIKey, uuid.NewString()),
		MaxRooms: a.MaxRooms, MaxRoomSize: a.MaxRoomSize,
	}
	for _, other := range t.accounts.Where(func(a account) bool { return a.APIKey == row.APIKey && a.ID != row.ID }) {
		return "", fmt.Errorf("accounts %s and %s have the same API key; each account needs its own", other.Email, row.Email)
	}
	t.accounts.Put(t.Tx, row)
	return row.ID, nil
}

// accountByID returns the account with the ID.
func (t *tx) accountByID(id string) account {
	found, _ := t.accounts.Get(id)
	return found
}

// knownAccounts returns the accounts with the email address, or all accounts if it is empty, oldest first.
func (t *tx) knownAccounts(email string) []account {
	known := t.accounts.Where(func(a account) bool { return email == "" || strings.EqualFold(a.Email, email) })
	slices.SortFunc(known, func(a, b account) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return known
}
