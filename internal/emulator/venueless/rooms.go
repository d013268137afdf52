package venueless

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/google/uuid"
)

// room is a row of the table of rooms, with the names that its fields have in the API.
type room struct {
	ID              uuid.UUID
	Deleted         bool
	TraitGrants     map[string]any
	ModuleConfig    []any
	Name            string
	Description     *string
	SortingPriority int64
	PretalxID       int64
	ScheduleData    any
	// written counts the writes of all rooms: the higher, the later in the database's file.
	written int64
}

// view is the room as answers tell it.
func (r *room) view(spell func(json.Number) json.Number) map[string]any {
	return map[string]any{
		"id": r.ID.String(), "deleted": r.Deleted, "trait_grants": respelled(r.TraitGrants, spell),
		"module_config": respelled(r.ModuleConfig, spell), "name": r.Name, "description": r.Description,
		"sorting_priority": r.SortingPriority, "pretalx_id": r.PretalxID, "schedule_data": respelled(r.ScheduleData, spell),
	}
}

// change reads the fields of a body into the room. Fields that the server does not know are ignored. It returns what
// is wrong, by field, and errBroken where the server falls over before it has written anything.
func (r *room) change(body map[string]any, known func(uuid.UUID) bool) (map[string]any, error) {
	problems := map[string]any{}
	for name, read := range map[string]field{
		"id": id(&r.ID, known), "deleted": boolean(&r.Deleted), "trait_grants": object(&r.TraitGrants),
		"module_config": objects(&r.ModuleConfig), "name": text(&r.Name, 300, false),
		"description":      nullable(&r.Description, func(into *string) field { return text(into, 0, true) }),
		"sorting_priority": integer(&r.SortingPriority), "pretalx_id": integer(&r.PretalxID), "schedule_data": anything(&r.ScheduleData),
	} {
		value, sent := body[name]
		if !sent {
			continue
		}
		problem, err := read(value)
		if err != nil {
			return nil, err
		}
		if problem != nil {
			problems[name] = problem
		}
	}
	return problems, nil
}

// hasModule says whether the room has a module of a type.
func (r *room) hasModule(kind string) bool {
	return slices.ContainsFunc(r.ModuleConfig, func(module any) bool {
		found, _ := typeOf(module)
		return found == kind
	})
}

// lacksType says whether the room has a module without a type.
func (r *room) lacksType() bool {
	return slices.ContainsFunc(r.ModuleConfig, func(module any) bool {
		_, ok := typeOf(module)
		return !ok
	})
}

// typeOf is the type of a module, as it was sent: anything but a text is the type of no module. Without one, the server
// fails.
func typeOf(module any) (kind any, ok bool) {
	fields, _ := module.(map[string]any)
	kind, ok = fields["type"]
	return kind, ok
}

// onRoom finds the room that a path names. One that the caller may not see is as good as none.
func onRoom(c *call, name string, do func(*call, *room) answer) answer {
	id, ok := parseID(name)
	if !ok {
		return notFound
	}
	found, ok := c.world.rooms[id]
	if !ok || !c.may("room:view", found) {
		return notFound
	}
	return do(c, found)
}

func readRoom(_ *call, found *room) answer {
	return answer{status: http.StatusOK, json: found.view(asStored)}
}

func (s *Service) createRoom(c *call) answer {
	creates := func(kind string) bool { return c.may("world:rooms.create."+kind, nil) }
	if !creates("stage") && !creates("bbb") && !creates("chat") {
		return denied
	}
	body, refusal := c.read()
	if refusal != nil {
		return *refusal
	}
	made := &room{ID: uuid.New(), TraitGrants: map[string]any{}, ModuleConfig: []any{}}
	problems, err := made.change(body, s.taken)
	if err != nil {
		return brokenView
	}
	if _, sent := body["name"]; !sent {
		problems["name"] = []string{required}
	}
	if len(problems) > 0 {
		return invalid(problems)
	}
	return c.world.write(made, http.StatusCreated)
}

// taken says whether any world has a room with an id.
func (s *Service) taken(id uuid.UUID) bool {
	for _, world := range s.worlds {
		if _, ok := world.rooms[id]; ok {
			return true
		}
	}
	return false
}

// updateRoom changes the fields that are sent. PUT also empties module_config and trait_grants unless they are sent.
// Another id makes a copy, and leaves the room as it was.
func (s *Service) updateRoom(c *call, found *room) answer {
	if !c.may("room:update", nil) { // what the room itself grants does not count
		return denied
	}
	body, refusal := c.read()
	if refusal != nil {
		return *refusal
	}
	changed := *found
	if c.Method == http.MethodPut {
		changed.TraitGrants, changed.ModuleConfig = map[string]any{}, []any{}
	}
	problems, err := changed.change(body, func(id uuid.UUID) bool { return id != found.ID && s.taken(id) })
	if err != nil {
		return brokenView
	}
	if _, sent := body["name"]; !sent && c.Method == http.MethodPut {
		problems["name"] = []string{required}
	}
	if len(problems) > 0 {
		return invalid(problems)
	}
	return c.world.write(&changed, http.StatusOK)
}

// write keeps a room, and then opens its chat: a module without a type breaks that, when the room is already kept.
func (w *world) write(r *room, status int) answer {
	w.writes++
	r.written = w.writes
	w.rooms[r.ID] = r
	if r.lacksType() {
		return brokenView
	}
	w.openChat(r)
	return answer{status: status, json: r.view(asSent)}
}

// deleteRoom deletes a room permanently, also one that is only marked as deleted. A module without a type breaks the
// answer, when the room is already deleted.
func deleteRoom(c *call, found *room) answer {
	if !c.may("room:delete", nil) { // what the room itself grants does not count
		return denied
	}
	c.world.closeChat(found)
	delete(c.world.rooms, found.ID)
	if found.lacksType() {
		return brokenView
	}
	return answer{status: http.StatusNoContent}
}
