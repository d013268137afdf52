package venueless

import (
	"net/http"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// identify finds the world of a call and reads its token. Every failure is 403, except those for which the real server
// has a bug or its world is not there.
func (s *Service) identify(r *http.Request, worldID string) (*call, *answer) {
	parts := strings.Fields(r.Header.Get("Authorization"))
	switch {
	case len(parts) == 0 || !strings.EqualFold(parts[0], "Bearer"):
		return nil, &noLogin
	case len(parts) == 1:
		return nil, &noToken
	case len(parts) > 2:
		return nil, &manyTokens
	}
	w, ok := s.worlds[worldID]
	if !ok {
		return nil, &notFound
	}
	claims, ok := s.verify(w, parts[1])
	if !ok {
		return nil, &badToken
	}
	traits, ok := claims["traits"].([]any)
	if !ok {
		return nil, &brokenView
	}
	c := &call{Request: r, world: w}
	for _, trait := range traits {
		if text, ok := trait.(string); ok {
			c.traits = append(c.traits, text)
		}
	}
	return c, nil
}

// verify checks a token against each secret that the world has by now: without any, nobody gets in ever again.
func (s *Service) verify(w *world, token string) (jwt.MapClaims, bool) {
	secrets, _ := w.config["JWT_secrets"].([]any)
	for _, entry := range secrets {
		secret, _ := entry.(map[string]any)
		text := func(name string) string { value, _ := secret[name].(string); return value }
		claims := jwt.MapClaims{}
		_, err := jwt.ParseWithClaims(token, claims,
			func(*jwt.Token) (any, error) { return []byte(text("secret")), nil },
			jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(text("issuer")), jwt.WithAudience(text("audience")),
			jwt.WithIssuedAt(), jwt.WithTimeFunc(s.Now))
		if err == nil {
			return claims, true
		}
	}
	return nil, false
}

// may says whether the caller's traits give it a permission, in the world or in one room.
func (c *call) may(permission string, in *room) bool {
	grants := []map[string]any{c.world.grants}
	if in != nil {
		grants = append(grants, in.TraitGrants)
	}
	for _, roles := range grants {
		for role, wanted := range roles {
			if c.world.grantsTo(role, permission) && c.has(wanted) {
				return true
			}
		}
	}
	return false
}

// grantsTo says whether a role has a permission: by the world, or if the world does not know the role, by the server.
func (w *world) grantsTo(role, permission string) bool {
	given, known := w.roles[role]
	if !known {
		return slices.Contains(systemRoles[role], permission)
	}
	list, _ := given.([]any)
	return slices.Contains(list, any(permission))
}

// has says whether the caller has what a role wants: all of a list, each of which is a trait or a list of traits of
// which one is enough. The empty list is everybody; what is no list is nobody.
func (c *call) has(wanted any) bool {
	all, ok := wanted.([]any)
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

// systemRoles are what the roles of the server itself may do in every world.
var systemRoles = map[string][]string{
	"__kiosk": {
		"world:view", "room:view", "room:chat.read", "room:question.read", "room:poll.read", "room:poll.early_results", "room:viewers",
		"room:invite.anonymous",
	},
	"__anonymous_world": {"world:view"},
	"__anonymous_room": {
		"room:question.read", "room:question.ask", "room:question.vote", "room:poll.read", "room:poll.vote", "room:view",
	},
}

// NewWorldRoles are the permissions of each role in a new world. For a role that may update rooms but not delete them, add
// one with the permissions of "apiuser" but "room:delete", and grant it.
func NewWorldRoles() map[string]any {
	roles := map[string]any{}
	for role, permissions := range newWorldPermissions {
		list := []any{}
		for _, permission := range permissions {
			list = append(list, permission)
		}
		roles[role] = list
	}
	return roles
}

// newWorldPermissions are what each role of a new world may do, in the order in which the server tells them.
var newWorldPermissions = func() map[string][]string {
	attendee := []string{"world:view", "world:exhibition.contact", "world:chat.direct"}
	viewer := slices.Concat(attendee, []string{"room:view", "room:chat.read", "room:digitalsamba.join"})
	participant := slices.Concat(viewer, []string{
		"room:chat.join", "room:chat.send", "room:question.read", "room:question.ask", "room:question.vote", "room:poll.read",
		"room:poll.vote", "room:roulette.join", "room:bbb.join", "room:digitalsamba.join", "room:digitalsamba.speak",
		"room:januscall.join", "room:zoom.join",
	})
	speaker := slices.Concat(participant, []string{
		"room:bbb.moderate", "room:digitalsamba.speak", "room:januscall.moderate", "room:poll.early_results",
	})
	moderator := slices.Concat(speaker, []string{
		"room:viewers", "room:chat.moderate", "room:announce", "room:bbb.recordings", "room:digitalsamba.moderate",
		"room:digitalsamba.recordings", "room:question.moderate", "room:poll.early_results", "room:poll.manage", "world:announce",
	})
	admin := slices.Concat(moderator, []string{
		"world:rooms.create.chat", "world:update", "room:delete", "room:update", "world:rooms.create.bbb", "world:rooms.create.stage",
		"world:rooms.create.exhibition", "world:rooms.create.poster", "world:users.list", "world:users.manage", "world:graphs",
		"world:connections.unlimited",
	})
	return map[string][]string{
		"attendee": attendee, "viewer": viewer, "participant": participant, "speaker": speaker, "moderator": moderator, "admin": admin,
		"room_creator": {"world:rooms.create.chat"}, "room_owner": slices.Concat(participant, []string{"room:invite", "room:delete"}),
		"apiuser": slices.Concat(admin, []string{"world:api", "world:secrets"}), "scheduleuser": {"world:api"},
	}
}()
