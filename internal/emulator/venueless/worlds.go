package venueless

import (
	"net/http"
	"regexp"
)

func (w *world) view() map[string]any {
	return map[string]any{
		"id": w.id, "title": w.title, "domain": w.domain, "config": w.config, "trait_grants": w.grants, "roles": permissions,
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

// updateWorld changes the fields that are sent, each as a whole: a config without secrets locks everybody out.
func updateWorld(c *call) answer {
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
		"title": text(&changed.title, 300, false), "config": object(&changed.config), "trait_grants": object(&changed.grants),
		"domain": func(value any) (any, error) {
			problem, err := text(&changed.domain, 250, false)(value)
			if problem == nil && !domainForm.MatchString(changed.domain) {
				problem = []string{"Enter a valid value."}
			}
			return problem, err
		},
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
	*c.world = changed
	return answer{status: http.StatusOK, json: c.world.view()}
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
