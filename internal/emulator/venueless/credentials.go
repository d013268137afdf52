package venueless

import (
	"cmp"
	"crypto/rand"
	"maps"
	"slices"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Credentials are those of a world. They are empty if clients have removed all secrets from its config.
type Credentials struct {
	WorldID  string
	Issuer   string
	Audience string
	Secret   string
}

// Credentials returns the credentials of the first world in Options.
func (s *Service) Credentials() Credentials {
	var first world
	s.options.DB.View(func() { first, _ = s.worlds.Get(s.options.Worlds[0].ID) })
	found := Credentials{WorldID: first.ID}
	if secrets := first.secrets(); len(secrets) > 0 {
		found.Issuer, found.Audience, found.Secret = secrets[0].issuer, secrets[0].audience, secrets[0].secret
	}
	return found
}

// Token returns a token for the first world in Options that is valid for a year. With the grants of APIUserGrants, it can
// do everything.
func (s *Service) Token() (string, error) {
	var now time.Time
	s.options.DB.View(func() { now = s.options.Now() })
	of := s.Credentials()
	return jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"iss": of.Issuer, "aud": of.Audience, "iat": now.Unix(), "exp": now.AddDate(1, 0, 0).Unix(), "uid": "xrcloud-emulator", "traits": []string{apiUser},
	}).SignedString([]byte(of.Secret))
}

// jwtSecret verifies tokens.
type jwtSecret struct{ issuer, audience, secret string }

// secrets returns the secrets in the config of the world.
func (w world) secrets() []jwtSecret {
	entries, _ := w.Config["JWT_secrets"].([]any)
	var secrets []jwtSecret
	for _, entry := range entries {
		fields, _ := entry.(map[string]any)
		text := func(name string) string { value, _ := fields[name].(string); return value }
		secrets = append(secrets, jwtSecret{text("issuer"), text("audience"), text("secret")})
	}
	return secrets
}

// withCredentials returns the world with the issuer, audience and secret of other as its first secret. Empty ones stay,
// or are those of a new world.
func (w world) withCredentials(other World) world {
	var current jwtSecret
	if secrets := w.secrets(); len(secrets) > 0 {
		current = secrets[0]
	}
	entries, _ := w.Config["JWT_secrets"].([]any)
	config := maps.Clone(w.Config)
	if config == nil {
		config = map[string]any{}
	}
	config["JWT_secrets"] = slices.Concat([]any{map[string]any{
		"issuer": cmp.Or(other.Issuer, current.issuer, "any"), "audience": cmp.Or(other.Audience, current.audience, "venueless"),
		"secret": cmp.Or(other.Secret, current.secret, rand.Text()),
	}}, entries[min(1, len(entries)):])
	w.Config = config
	return w
}
