package venueless

import "slices"

// DefaultGrants are the grants of a new world. No token has the role apiuser, so none can create rooms.
func DefaultGrants() map[string]any {
	return map[string]any{
		"admin": []any{"admin"}, "attendee": []any{"attendee"}, "scheduleuser": []any{"schedule-update"},
	}
}

// apiUser is the role, and the trait, of programs that call the API.
const apiUser = "apiuser"

// APIUserGrants are the grants of a world whose operator gives the role apiuser to tokens with the trait "apiuser".
func APIUserGrants() map[string]any {
	grants := DefaultGrants()
	grants[apiUser] = []any{apiUser}
	return grants
}

// systemRoles are the permissions of the roles that the server defines in every world.
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

// DefaultRoles are the permissions of each role in a new world. For a role that can update rooms but not delete them, add
// and grant a role with the permissions of "apiuser" except "room:delete".
func DefaultRoles() map[string]any {
	roles := map[string]any{}
	for role, permissions := range defaultPermissions {
		list := []any{}
		for _, permission := range permissions {
			list = append(list, permission)
		}
		roles[role] = list
	}
	return roles
}

// defaultPermissions are the permissions of each role in a new world, in the order of the response.
var defaultPermissions = func() map[string][]string {
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
