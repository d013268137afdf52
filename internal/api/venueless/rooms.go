package venueless

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// chatModule is the type of the module that gives a room a chat.
const chatModule = "chat.native"

// Room is a place in a world.
type Room struct {
	ID string `json:"id"`
	// Deleted marks a room as deleted for the people of the world. It still exists, in lists too, and can be restored.
	Deleted     bool        `json:"deleted"`
	TraitGrants TraitGrants `json:"trait_grants"`
	// ModuleConfig is what the room is made of, in the order in which it is shown.
	ModuleConfig []Module `json:"module_config"`
	// Name has 1 to 300 characters, and no white space at its ends, which the server strips. It need not be unique.
	Name string `json:"name"`
	// Description is Markdown, nil for none. The server strips white space at its ends.
	Description *string `json:"description"`
	// SortingPriority orders rooms, the lowest first: that one is the landing page. It has 32 bits.
	SortingPriority int64 `json:"sorting_priority"`
	// PretalxID is the room's number in the talk schedule, 0 for none. It has 32 bits.
	PretalxID int64 `json:"pretalx_id"`
	// ScheduleData is what moderators set of the running talk; nil leaves it out, and the server has null.
	ScheduleData json.RawMessage `json:"schedule_data,omitempty"`
}

func (r Room) problem() string {
	if !IsID(r.ID) {
		return "it has no id"
	}
	return ""
}

// HasModule says whether the room has a module of a type.
func (r Room) HasModule(kind string) bool {
	return slices.ContainsFunc(r.ModuleConfig, func(m Module) bool { return m.Type == kind })
}

// RoomChange is what to change in a room. What is nil stays as it is; the rest replaces what is there, whole.
type RoomChange struct {
	Deleted      *bool        `json:"deleted,omitempty"`
	TraitGrants  *TraitGrants `json:"trait_grants,omitempty"`
	ModuleConfig *[]Module    `json:"module_config,omitempty"`
	Name         *string      `json:"name,omitempty"`
	// Description points to nil to take the description away.
	Description     **string        `json:"description,omitempty"`
	SortingPriority *int64          `json:"sorting_priority,omitempty"`
	PretalxID       *int64          `json:"pretalx_id,omitempty"`
	ScheduleData    json.RawMessage `json:"schedule_data,omitempty"`
}

// Room reads a room, also one that is marked as deleted.
func (c *Client) Room(ctx context.Context, worldID, id string) (Room, error) {
	request := &transport.Request{Method: http.MethodGet, Idempotent: true}
	var room Room
	err := c.callRoom(ctx, worldID, id, request, &room)
	return room, err
}

// CreateRoom makes a room with the id that it is given, which must be new. That makes it safe to repeat the call, and to
// look for the room where the answer does not tell whether it was made: after an error that is ambiguous, not even
// that did.
func (c *Client) CreateRoom(ctx context.Context, worldID string, room Room) (Room, error) {
	request := &transport.Request{Method: http.MethodPost, Idempotent: true}
	if err := checkTypes(c, request, room.ModuleConfig); err != nil {
		return Room{}, err
	}
	if err := request.JSON(room); err != nil {
		return Room{}, err
	}
	var made Room
	err := c.callWorld(ctx, worldID, roomsPath, request, &made)
	// An id that is taken has been taken by this call: by an earlier attempt, whoever made it.
	if err == nil || !transport.IsAmbiguous(err) && !refuses(err, "id") {
		return made, err
	}
	found, missing := c.Room(ctx, worldID, room.ID)
	if missing == nil {
		return found, nil
	}
	if failure, ok := errors.AsType[*transport.Error](err); ok {
		failure.Ambiguous = !transport.IsNotFound(missing)
	}
	return Room{}, err
}

// UpdateRoom changes a room. It never sends an id, which would make a copy, and never PUT, which empties what it is not
// given.
func (c *Client) UpdateRoom(ctx context.Context, worldID, id string, change RoomChange) (Room, error) {
	request := &transport.Request{Method: http.MethodPatch, Idempotent: true}
	if change.ModuleConfig != nil {
		if err := checkTypes(c, request, *change.ModuleConfig); err != nil {
			return Room{}, err
		}
	}
	if err := request.JSON(change); err != nil {
		return Room{}, err
	}
	var room Room
	err := c.callRoom(ctx, worldID, id, request, &room)
	return room, err
}

const roomsPath = "/rooms/"

// callRoom calls the path of a room. A 404 becomes Gone only if the room is known not to exist.
func (c *Client) callRoom(ctx context.Context, worldID, id string, request *transport.Request, result answer) error {
	if !IsID(id) {
		return c.transport.NotSentError(request, transport.Invalid, `The id of a room is a UUID in lower case, such as "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b".`)
	}
	err := c.call(ctx, worldID, roomsPath+id+"/", request, result)
	if failure, ok := errors.AsType[*transport.Error](err); ok && failure.Reason == transport.UnknownRoute {
		return c.confirmNotFound(ctx, worldID, id, failure)
	}
	return err
}

// checkTypes refuses modules without a type before the call. The server answers them with 500, keeps the room all the
// same, and from then on nobody who may see it can enter the world.
func checkTypes(c *Client, request *transport.Request, modules []Module) error {
	for _, module := range modules {
		if strings.TrimSpace(module.Type) == "" {
			failure := c.transport.NotSentError(request, transport.Invalid, "A module has no type. The server would break on it.")
			failure.Fields = []transport.FieldError{{Field: "module_config", Message: failure.Message}}
			return failure
		}
	}
	return nil
}
