package venueless

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// room is a row of the table of rooms. Its fields have the names of the API.
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
	// written is the number of the last write of this room, among the writes of all rooms. The database stores a row with
	// a higher number later in its file.
	written int64
}

// view returns the room for a response.
func (r *room) view(format func(json.Number) json.Number) map[string]any {
	return map[string]any{
		"id": r.ID.String(), "deleted": r.Deleted, "trait_grants": withNumbers(r.TraitGrants, format),
		"module_config": withNumbers(r.ModuleConfig, format), "name": r.Name, "description": r.Description,
		"sorting_priority": r.SortingPriority, "pretalx_id": r.PretalxID, "schedule_data": withNumbers(r.ScheduleData, format),
	}
}

// setFields sets the fields of the room from a body, and returns the problems by field.
func (r *room) setFields(body map[string]any, idTaken func(uuid.UUID) bool) (problems map[string]any, err error) {
	return validate(body, map[string]field{
		"id": id(&r.ID, idTaken), "deleted": boolean(&r.Deleted), "trait_grants": object(&r.TraitGrants),
		"module_config": objects(&r.ModuleConfig), "name": text(&r.Name, 300, false),
		"description":      nullable(&r.Description, func(into *string) field { return text(into, 0, true) }),
		"sorting_priority": integer(&r.SortingPriority), "pretalx_id": integer(&r.PretalxID), "schedule_data": anything(&r.ScheduleData),
	})
}

// hasModule reports whether the room has a module of the type.
func (r *room) hasModule(kind string) bool {
	return slices.ContainsFunc(r.ModuleConfig, func(module any) bool {
		found, _ := typeOf(module)
		return found == kind
	})
}

// lacksType reports whether the room has a module without a type.
func (r *room) lacksType() bool {
	return slices.ContainsFunc(r.ModuleConfig, func(module any) bool {
		_, ok := typeOf(module)
		return !ok
	})
}

// typeOf returns the type of a module as it was sent. It can be any JSON value. The server has an internal error if it is
// missing.
func typeOf(module any) (kind any, ok bool) {
	fields, _ := module.(map[string]any)
	kind, ok = fields["type"]
	return kind, ok
}

// findRoom returns the room in the path. It fails in the same way if the caller cannot see the room.
func (c *call) findRoom() (*room, error) {
	id, ok := parseID(c.PathValue("room"))
	if !ok {
		return nil, errNotFound
	}
	found, ok := c.world.rooms[id]
	if !ok || !c.may("room:view", found) {
		return nil, errNotFound
	}
	return found, nil
}

func getRoom(c *call) (*httpapi.Response, error) {
	found, err := c.findRoom()
	if err != nil {
		return nil, err
	}
	return httpapi.JSON(http.StatusOK, found.view(storedNumber)), nil
}

func (s *Service) createRoom(c *call) (*httpapi.Response, error) {
	mayCreate := func(kind string) bool { return c.may("world:rooms.create."+kind, nil) }
	if !mayCreate("stage") && !mayCreate("bbb") && !mayCreate("chat") {
		return nil, errForbidden
	}
	body, err := c.readFields()
	if err != nil {
		return nil, err
	}
	created := &room{ID: uuid.New(), TraitGrants: map[string]any{}, ModuleConfig: []any{}}
	problems, err := created.setFields(body, s.idTaken)
	if err != nil {
		return nil, err
	}
	if _, sent := body["name"]; !sent {
		problems["name"] = []string{required}
	}
	if len(problems) > 0 {
		return nil, invalidFields(problems)
	}
	return c.world.writeRoom(created, http.StatusCreated)
}

// idTaken reports whether any world has a room with the ID.
func (s *Service) idTaken(id uuid.UUID) bool {
	for _, world := range s.worlds {
		if _, ok := world.rooms[id]; ok {
			return true
		}
	}
	return false
}

// updateRoom changes the fields in the request. PUT also empties module_config and trait_grants if the request omits
// them. Another ID creates a copy, and does not change the room.
func (s *Service) updateRoom(c *call) (*httpapi.Response, error) {
	found, err := c.findRoom()
	if err != nil {
		return nil, err
	}
	if !c.may("room:update", nil) { // the server ignores the grants of the room
		return nil, errForbidden
	}
	body, err := c.readFields()
	if err != nil {
		return nil, err
	}
	changed := *found
	if c.Method == http.MethodPut {
		changed.TraitGrants, changed.ModuleConfig = map[string]any{}, []any{}
	}
	problems, err := changed.setFields(body, func(id uuid.UUID) bool { return id != found.ID && s.idTaken(id) })
	if err != nil {
		return nil, err
	}
	if _, sent := body["name"]; !sent && c.Method == http.MethodPut {
		problems["name"] = []string{required}
	}
	if len(problems) > 0 {
		return nil, invalidFields(problems)
	}
	return c.world.writeRoom(&changed, http.StatusOK)
}

// writeRoom stores a room, and then opens its chat. A module without a type makes that fail, after the room is stored.
func (w *world) writeRoom(r *room, status int) (*httpapi.Response, error) {
	w.writes++
	r.written = w.writes
	w.rooms[r.ID] = r
	if r.lacksType() {
		return nil, errInternal
	}
	w.openChat(r)
	return httpapi.JSON(status, r.view(sentNumber)), nil
}

// deleteRoom deletes a room permanently, even if its field "deleted" is already true. A module without a type makes the
// response fail, after the room is deleted.
func deleteRoom(c *call) (*httpapi.Response, error) {
	found, err := c.findRoom()
	if err != nil {
		return nil, err
	}
	if !c.may("room:delete", nil) { // the server ignores the grants of the room
		return nil, errForbidden
	}
	c.world.closeChat(found)
	delete(c.world.rooms, found.ID)
	if found.lacksType() {
		return nil, errInternal
	}
	return &httpapi.Response{Status: http.StatusNoContent}, nil
}
