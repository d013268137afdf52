package venueless

import (
	"net/http"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// authenticate verifies the token of a request to a world. Errors have status 403, except that an unknown world is 404,
// and that a token without traits is 500: a bug of the server.
func (s *Service) authenticate(r *http.Request, tx *storage.Tx) (*call, error) {
	parts := strings.Fields(r.Header.Get("Authorization"))
	switch {
	case len(parts) == 0 || !strings.EqualFold(parts[0], "Bearer"):
		return nil, errNoCredentials
	case len(parts) == 1:
		return nil, errNoToken
	case len(parts) > 2:
		return nil, errTokenWithSpaces
	}
	w, ok := s.worlds.Get(r.PathValue("world"))
	if !ok {
		return nil, errNotFound
	}
	claims, ok := s.verify(w, parts[1])
	if !ok {
		return nil, errInvalidToken
	}
	traits, ok := claims["traits"].([]any)
	if !ok {
		return nil, errInternal
	}
	c := &call{Request: r, Tx: tx, world: w}
	for _, trait := range traits {
		if text, ok := trait.(string); ok {
			c.traits = append(c.traits, text)
		}
	}
	return c, nil
}

// verify verifies a token with the current secrets of the world. If an update has removed them all, no token is valid.
func (s *Service) verify(w world, token string) (jwt.MapClaims, bool) {
	for _, entry := range w.secrets() {
		claims := jwt.MapClaims{}
		_, err := jwt.ParseWithClaims(token, claims,
			func(*jwt.Token) (any, error) { return []byte(entry.secret), nil },
			jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(entry.issuer), jwt.WithAudience(entry.audience),
			jwt.WithIssuedAt(), jwt.WithTimeFunc(s.options.Now))
		if err == nil {
			return claims, true
		}
	}
	return nil, false
}

// may reports whether the caller has a permission in the world, or in the room if it is not nil.
func (c *call) may(permission string, in *room) bool {
	grants := []map[string]any{c.world.Grants}
	if in != nil {
		grants = append(grants, in.TraitGrants)
	}
	for _, roles := range grants {
		for role, traits := range roles {
			if c.world.hasPermission(role, permission) && c.hasTraits(traits) {
				return true
			}
		}
	}
	return false
}

// hasPermission reports whether a role has a permission. Roles of the server count only if the world does not define them.
func (w world) hasPermission(role, permission string) bool {
	given, known := w.Roles[role]
	if !known {
		return slices.Contains(systemRoles[role], permission)
	}
	list, _ := given.([]any)
	return slices.Contains(list, any(permission))
}

// hasTraits reports whether the caller has all traits of a list. An item of the list can be a list itself: one of its
// traits is enough. Every caller has the traits of an empty list, and none those of a value that is not a list.
func (c *call) hasTraits(required any) bool {
	all, ok := required.([]any)
	return ok && !slices.ContainsFunc(all, func(one any) bool {
		choice, ok := one.([]any)
		if !ok {
			choice = []any{one}
		}
		return !slices.ContainsFunc(choice, func(trait any) bool {
			text, ok := trait.(string)
			return ok && slices.Contains(c.traits, text)
		})
	})
}
