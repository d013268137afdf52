package venueless

import (
	"fmt"
	"net/http"
	"regexp"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// world is the stored form of a World.
type world struct {
	ID     string
	Title  string
	Domain *string
	// Config has the secrets of tokens. Clients can change it.
	Config map[string]any
	Grants map[string]any
	Roles  map[string]any
}

func (w world) Key() string { return w.ID }

func (w world) view() map[string]any {
	return map[string]any{
		"id": w.ID, "title": w.Title, "domain": w.Domain, "config": storedObject(w.Config),
		"trait_grants": storedObject(w.Grants), "roles": storedObject(w.Roles),
	}
}

// setWorlds creates the worlds in the options, or sets their credentials.
func (s *Service) setWorlds(tx *storage.Tx) error {
	for _, w := range s.options.Worlds {
		row, known := s.worlds.Get(w.ID)
		if !known {
			row = world{ID: w.ID, Title: w.Title, Grants: w.Grants, Roles: w.Roles}
			if w.Domain != "" {
				row.Domain = &w.Domain
			}
			if row.Grants == nil {
				row.Grants = DefaultGrants()
			}
			if row.Roles == nil {
				row.Roles = DefaultRoles()
			}
			if s.domainTaken(row, row.Domain) {
				return fmt.Errorf("two worlds have the domain %q", w.Domain)
			}
		}
		if !known || w.Issuer+w.Audience+w.Secret != "" {
			row = row.withCredentials(w)
		}
		s.worlds.Put(tx, row)
	}
	return nil
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
	changed := c.world
	problems, err := validate(body, map[string]field{
		"id": s.worldID(c.world, &changed.ID), "title": text(&changed.Title, 300, false), "config": object(&changed.Config),
		"trait_grants": object(&changed.Grants), "roles": object(&changed.Roles),
		"domain": nullable(&changed.Domain, func(into *string) field { return s.worldDomain(c.world, into) }),
	})
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		return nil, invalidFields(problems)
	}
	if changed.ID != c.world.ID && s.domainTaken(changed, changed.Domain) {
		return nil, errInternal // the database rejects a copy with the domain of the first world
	}
	s.worlds.Put(c.Tx, changed)
	return httpapi.JSON(http.StatusOK, changed.view()), nil
}

var worldIDForm = regexp.MustCompile(`^[a-z0-9]+$`)

// worldID accepts an ID that no other world has.
func (s *Service) worldID(of world, into *string) field {
	return func(value any) (any, error) {
		problem, err := text(into, 50, false)(value)
		_, known := s.worlds.Get(*into)
		switch {
		case problem != nil || err != nil:
		case !worldIDForm.MatchString(*into):
			problem = []string{"Enter a valid value."}
		case *into != of.ID && known:
			problem = []string{"world with this id already exists."}
		}
		return problem, err
	}
}

// worldDomain accepts a domain that no other world has. An empty domain is not validated, and the database rejects a
// second one.
func (s *Service) worldDomain(of world, into *string) field {
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
func (s *Service) domainTaken(of world, domain *string) bool {
	return domain != nil && len(s.worlds.Where(func(w world) bool { return w.ID != of.ID && w.Domain != nil && *w.Domain == *domain })) > 0
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
