package vcs

import (
	"cmp"
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// tenant is a customer of the service.
type tenant struct {
	Number int
	APIKey string
}

func (t tenant) Key() string { return strconv.Itoa(t.Number) }

// setTenants sets the keys of the tenants in the options.
func (s *Service) setTenants(tx *storage.Tx) error {
	first, _ := s.tenants.Get(tenant{}.Key())
	first.APIKey = cmp.Or(s.options.APIKey, first.APIKey, rand.Text())
	err := s.setTenant(tx, first)
	for i, key := range s.options.OtherAPIKeys {
		err = cmp.Or(err, s.setTenant(tx, tenant{Number: i + 1, APIKey: key}))
	}
	return err
}

func (s *Service) setTenant(tx *storage.Tx, t tenant) error {
	if other, ok := s.tenantWithKey(t.APIKey); ok && other.Number != t.Number {
		return errors.New("two tenants have the same API key")
	}
	s.tenants.Put(tx, t)
	return nil
}

func (s *Service) tenantWithKey(key string) (found tenant, ok bool) {
	for _, t := range s.tenants.Where(func(t tenant) bool { return t.APIKey == key }) {
		return t, true
	}
	return found, false
}

// APIKey returns the key of the first tenant.
func (s *Service) APIKey() string {
	var first tenant
	s.options.DB.View(func() { first, _ = s.tenants.Get(tenant{}.Key()) })
	return first.APIKey
}

// ReplaceAPIKey replaces the key of a tenant. Its rooms stay. It fails if no tenant has the key, or if another one has the
// new key.
func (s *Service) ReplaceAPIKey(before, after string) error {
	return s.options.DB.Update(func(tx *storage.Tx) error {
		found, ok := s.tenantWithKey(before)
		if !ok {
			return errors.New("no tenant has that API key")
		}
		found.APIKey = after
		return s.setTenant(tx, found)
	})
}

// authenticate returns the number of the tenant that sends the request.
func (s *Service) authenticate(r *http.Request) (number int, err error) {
	key := r.Header.Get("X-Vcs-Token")
	if key == "" {
		return 0, apiError(http.StatusUnauthorized, "BASE-00001", "", "Authorization missing.")
	}
	found, ok := s.tenantWithKey(key)
	if !ok {
		return 0, invalidToken(key)
	}
	return found.Number, nil
}
