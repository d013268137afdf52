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
	World           string
	Deleted         bool
	TraitGrants     map[string]any
	ModuleConfig    []any
	Name            string
	Description     *string
	SortingPriority int64
	PretalxID       int64
	ScheduleData    any
	// Written is the number of the last write of this room, among the writes of all rooms. The real server stores a row with
	// a higher number later in its file.
	Written int64
}

func (r room) Key() string { return r.ID.String() }

// view returns the room for a response.
func (r room) view(format func(json.Number) json.Number) map[string]any {
	return map[string]any{
		"id": r.ID.String(), "deleted": r.Deleted, "trait_grants": withNumbers(r.TraitGrants, format),
		"module_config": withNumbers(r.ModuleConfig, format), "name": r.Name, "description": r.Description,
		"sorting_priority": r.SortingPriority, "pretalx_id": r.PretalxID, "schedule_data": withNumbers(r.ScheduleData, format),
	}
}

// setFields sets the fields of a room from a body, and returns the problems by field.
func setFields(r *room, body map[string]any, idTaken func(uuid.UUID) bool) (problems map[string]any, err error) {
	return validate(body, map[string]field{
		"id": id(&r.ID, idTaken), "deleted": boolean(&r.Deleted), "trait_grants": object(&r.TraitGrants),
		"module_config": objects(&r.ModuleConfig), "name": text(&r.Name, 300, false),
		"description":      nullable(&r.Description, func(into *string) field { return text(into, 0, true) }),
		"sorting_priority": integer(&r.SortingPriority), "pretalx_id": integer(&r.PretalxID), "schedule_data": anything(&r.ScheduleData),
	})
}

// hasModule reports whether the room has a module of the type.
func (r room) hasModule(kind string) bool {
	return slices.ContainsFunc(r.ModuleConfig, func(module any) bool {
		found, _ := typeOf(module)
		return found == kind
	})
}

// lacksType reports whether the room has a module without a type.
func (r room) lacksType() bool {
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
func (s *Service) findRoom(c *call) (room, error) {
	id, ok := parseID(c.PathValue("room"))
	if !ok {
		return room{}, errNotFound
	}
	found, ok := s.rooms.Get(id.String())
	if !ok || found.World != c.world.ID || !c.may("room:view", &found) {
		return room{}, errNotFound
	}
	return found, nil
}

func (s *Service) getRoom(c *call) (*httpapi.Response, error) {
	found, err := s.findRoom(c)
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
	created := room{ID: uuid.New(), World: c.world.ID, TraitGrants: map[string]any{}, ModuleConfig: []any{}}
	problems, err := setFields(&created, body, s.idTaken)
	if err != nil {
		return nil, err
	}
	if _, sent := body["name"]; !sent {
		problems["name"] = []string{required}
	}
	if len(problems) > 0 {
		return nil, invalidFields(problems)
	}
	return s.writeRoom(c, created, http.StatusCreated)
}

// idTaken reports whether any world has a room with the ID.
func (s *Service) idTaken(id uuid.UUID) bool {
	_, taken := s.rooms.Get(id.String())
	return taken
}

// updateRoom changes the fields in the request. PUT also empties module_config and trait_grants if the request omits
// them. Another ID creates a copy, and does not change the room.
func (s *Service) updateRoom(c *call) (*httpapi.Response, error) {
	found, err := s.findRoom(c)
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
	changed := found
	if c.Method == http.MethodPut {
		changed.TraitGrants, changed.ModuleConfig = map[string]any{}, []any{}
	}
	problems, err := setFields(&changed, body, func(id uuid.UUID) bool { return id != found.ID && s.idTaken(id) })
	if err != nil {
		return nil, err
	}
	if _, sent := body["name"]; !sent && c.Method == http.MethodPut {
		problems["name"] = []string{required}
	}
	if len(problems) > 0 {
		return nil, invalidFields(problems)
	}
	return s.writeRoom(c, changed, http.StatusOK)
}

// writeRoom stores a room, and then opens its chat. A module without a type makes that fail, after the room is stored.
func (s *Service) writeRoom(c *call, r room, status int) (*httpapi.Response, error) {
	r.Written = s.increment(c.Tx, func(all *counters) *int64 { return &all.Writes })
	s.rooms.Put(c.Tx, r)
	if r.lacksType() {
		return failedAfterWrite, nil
	}
	s.openChat(c.Tx, r)
	return httpapi.JSON(status, r.view(sentNumber)), nil
}

// deleteRoom deletes a room permanently, even if its field "deleted" is already true. A module without a type makes the
// response fail, after the room is deleted.
func (s *Service) deleteRoom(c *call) (*httpapi.Response, error) {
	found, err := s.findRoom(c)
	if err != nil {
		return nil, err
	}
	if !c.may("room:delete", nil) { // the server ignores the grants of the room
		return nil, errForbidden
	}
	s.closeChat(c.Tx, found)
	s.rooms.Remove(c.Tx, found.Key())
	if found.lacksType() {
		return failedAfterWrite, nil
	}
	return &httpapi.Response{Status: http.StatusNoContent}, nil
}
