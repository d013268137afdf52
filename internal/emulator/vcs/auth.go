package vcs

import (
	"errors"
	"net/http"
	"slices"
)

// APIKey returns the key of the first tenant.
func (s *Service) APIKey() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.apiKeys[0]
}

// ReplaceAPIKey replaces the key of a tenant. Its rooms stay. It fails if no tenant has the key.
func (s *Service) ReplaceAPIKey(before, after string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tenant := slices.Index(s.apiKeys, before)
	if tenant < 0 {
		return errors.New("no tenant has that API key")
	}
	s.apiKeys[tenant] = after
	return nil
}

func (s *Service) authenticate(r *http.Request) (tenant int, err error) {
	key := r.Header.Get("X-Vcs-Token")
	if key == "" {
		return 0, apiError(http.StatusUnauthorized, "BASE-00001", "", "Authorization missing.")
	}
	if tenant = slices.Index(s.apiKeys, key); tenant < 0 {
		return 0, invalidToken(key)
	}
	return tenant, nil
}
