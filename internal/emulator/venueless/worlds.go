package venueless

import (
	"net/http"
	"regexp"

	"github.com/google/uuid"
)

func (w *world) view() map[string]any {
	return map[string]any{
		"id": w.id, "title": w.title, "domain": w.domain, "config": stored(w.config), "trait_grants": stored(w.grants),
		"roles": stored(w.roles),
	}
}

// readWorld tells all of a world, the secrets of its tokens included.
func readWorld(c *call) answer {
	if !c.may("world:secrets", nil) {
		return denied
	}
	return answer{status: http.StatusOK, json: c.world.view()}
}

var domainForm = regexp.MustCompile(`^[a-z0-9-.:]+$`)

// updateWorld changes the fields that are sent, each as a whole: a config without secrets locks everybody out. Another id
// makes a copy without rooms, and leaves the world as it was.
func (s *Service) updateWorld(c *call) answer {
	if !c.may("world:secrets", nil) || !c.may("world:update", nil) {
		return denied
	}
	body, refusal := c.read()
	if refusal != nil {
		return *refusal
	}
	changed := *c.world
	problems := map[string]any{}
	for name, read := range map[string]field{
		"id": s.worldID(c.world, &changed.id), "title": text(&changed.title, 300, false), "config": object(&changed.config),
		"trait_grants": object(&changed.grants), "roles": object(&changed.roles),
		"domain": nullable(&changed.domain, func(into *string) field { return s.worldDomain(c.world, into) }),
	} {
		value, sent := body[name]
		if !sent {
			continue
		}
		problem, err := read(value)
		if err != nil {
			return brokenView
		}
		if problem != nil {
			problems[name] = problem
		}
	}
	if len(problems) > 0 {
		return invalid(problems)
	}
	if changed.id == c.world.id {
		*c.world = changed
		return answer{status: http.StatusOK, json: c.world.view()}
	}
	if s.domainTaken(&changed, changed.domain) {
		return brokenView // the database refuses the domain of the first world for the copy
	}
	changed.rooms, changed.chats, changed.direct = map[uuid.UUID]*room{}, map[uuid.UUID]int{}, nil
	s.worlds[changed.id] = &changed
	return answer{status: http.StatusOK, json: changed.view()}
}

var worldIDForm = regexp.MustCompile(`^[a-z0-9]+$`)

// worldID takes an id that no other world has.
func (s *Service) worldID(of *world, into *string) field {
	return func(value any) (any, error) {
		problem, err := text(into, 50, false)(value)
		switch {
		case problem != nil || err != nil:
		case !worldIDForm.MatchString(*into):
			problem = []string{"Enter a valid value."}
		case *into != of.id && s.worlds[*into] != nil:
			problem = []string{"world with this id already exists."}
		}
		return problem, err
	}
}

// worldDomain takes a domain that no other world has. The empty one is not checked, and breaks the database the second
// time.
func (s *Service) worldDomain(of *world, into *string) field {
	return func(value any) (any, error) {
		problem, err := text(into, 250, true)(value)
		switch {
		case problem != nil || err != nil:
		case *into != "" && !domainForm.MatchString(*into):
			problem = []string{"Enter a valid value."}
		case s.domainTaken(of, into) && *into == "":
			err = errBroken
		case s.domainTaken(of, into):
			problem = []string{"world with this domain already exists."}
		}
		return problem, err
	}
}

// domainTaken says whether a world other than one has a domain.
func (s *Service) domainTaken(of *world, domain *string) bool {
	for id, w := range s.worlds {
		if id != of.id && w.domain != nil && domain != nil && *w.domain == *domain {
			return true
		}
	}
	return false
}

// updateSchedule takes news of a talk schedule. No world here follows one.
func updateSchedule(c *call) answer {
	body, refusal := c.read()
	if refusal != nil {
		return *refusal
	}
	for _, name := range []string{"domain", "event"} {
		if _, sent := body[name]; !sent {
			return answer{status: http.StatusUnauthorized, json: "Missing fields in request."}
		}
	}
	return answer{status: http.StatusUnauthorized, json: "Incorrect domain or event data"}
}

// deleteUser deletes a person's account. There are none here.
func deleteUser(c *call) answer {
	body, refusal := c.read()
	if refusal != nil {
		return *refusal
	}
	_, byUser := body["user_id"]
	_, byToken := body["token_id"]
	if !byUser && !byToken {
		return answer{status: http.StatusBadRequest, json: "Missing user ID."}
	}
	return answer{status: http.StatusNotFound}
}
