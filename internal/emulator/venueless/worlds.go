package venueless

import (
	"net/http"
	"regexp"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

func (w *world) view() map[string]any {
	return map[string]any{
		"id": w.id, "title": w.title, "domain": w.domain, "config": storedObject(w.config),
		"trait_grants": storedObject(w.grants), "roles": storedObject(w.roles),
	}
}

// getWorld returns all data of a world, including the secrets of its tokens.
func getWorld(c *call) (*httpapi.Response, error) {
	if !c.may("world:secrets", nil) {
		return nil, errForbidden
	}
	return httpapi.JSON(http.StatusOK, c.world.view()), nil
}

var domainForm = regexp.MustCompile(`^[a-z0-9-.:]+$`)

// updateWorld replaces the values of the fields in the request. If the config has no secrets, all tokens become invalid.
// Another ID creates a copy without rooms, and does not change the world.
func (s *Service) updateWorld(c *call) (*httpapi.Response, error) {
	if !c.may("world:secrets", nil) || !c.may("world:update", nil) {
		return nil, errForbidden
	}
	body, err := c.readFields()
	if err != nil {
		return nil, err
	}
	changed := *c.world
	problems, err := validate(body, map[string]field{
		"id": s.worldID(c.world, &changed.id), "title": text(&changed.title, 300, false), "config": object(&changed.config),
		"trait_grants": object(&changed.grants), "roles": object(&changed.roles),
		"domain": nullable(&changed.domain, func(into *string) field { return s.worldDomain(c.world, into) }),
	})
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		return nil, invalidFields(problems)
	}
	if changed.id == c.world.id {
		*c.world = changed
		return httpapi.JSON(http.StatusOK, c.world.view()), nil
	}
	if s.domainTaken(&changed, changed.domain) {
		return nil, errInternal // the database rejects a copy with the domain of the first world
	}
	changed.rooms, changed.chats, changed.directChannels = map[uuid.UUID]*room{}, map[uuid.UUID]int{}, nil
	s.worlds[changed.id] = &changed
	return httpapi.JSON(http.StatusOK, changed.view()), nil
}

var worldIDForm = regexp.MustCompile(`^[a-z0-9]+$`)

// worldID accepts an ID that no other world has.
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

// worldDomain accepts a domain that no other world has. An empty domain is not validated, and the database rejects a
// second one.
func (s *Service) worldDomain(of *world, into *string) field {
	return func(value any) (any, error) {
		problem, err := text(into, 250, true)(value)
		switch {
		case problem != nil || err != nil:
		case *into != "" && !domainForm.MatchString(*into):
			problem = []string{"Enter a valid value."}
		case s.domainTaken(of, into) && *into == "":
			err = errInternal
		case s.domainTaken(of, into):
			problem = []string{"world with this domain already exists."}
		}
		return problem, err
	}
}

// domainTaken reports whether another world has the domain.
func (s *Service) domainTaken(of *world, domain *string) bool {
	for id, w := range s.worlds {
		if id != of.id && w.domain != nil && domain != nil && *w.domain == *domain {
			return true
		}
	}
	return false
}

// updateSchedule handles the notification that a schedule of talks has changed. The worlds of the emulator have none.
func updateSchedule(c *call) (*httpapi.Response, error) {
	body, err := c.readFields()
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"domain", "event"} {
		if _, sent := body[name]; !sent {
			return httpapi.JSON(http.StatusUnauthorized, "Missing fields in request."), nil
		}
	}
	return httpapi.JSON(http.StatusUnauthorized, "Incorrect domain or event data"), nil
}

// deleteUser deletes a user. The worlds of the emulator have none.
func deleteUser(c *call) (*httpapi.Response, error) {
	body, err := c.readFields()
	if err != nil {
		return nil, err
	}
	_, byUser := body["user_id"]
	_, byToken := body["token_id"]
	if !byUser && !byToken {
		return httpapi.JSON(http.StatusBadRequest, "Missing user ID."), nil
	}
	return &httpapi.Response{Status: http.StatusNotFound}, nil
}
