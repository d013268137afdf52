package venueless

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Room is a room of a world.
type Room struct {
	ID string `json:"id"`
	// Deleted marks the room as deleted for people. It still exists, also in lists, and can be restored.
	Deleted     bool        `json:"deleted"`
	TraitGrants TraitGrants `json:"trait_grants"`
	// ModuleConfig has the modules of the room, in the order in which they are shown.
	ModuleConfig []Module `json:"module_config"`
	// Name has 1 to 300 characters and need not be unique. The server strips white space at both ends.
	Name string `json:"name"`
	// Description is Markdown, or nil if the room has none. The server strips white space at both ends.
	Description *string `json:"description"`
	// SortingPriority orders the rooms of a world, the lowest first. The first room is the landing page. It has 32 bits.
	SortingPriority int64 `json:"sorting_priority"`
	// PretalxID is the number of the room in the talk schedule, or 0. It has 32 bits.
	PretalxID int64 `json:"pretalx_id"`
	// ScheduleData is the current talk, which moderators set. It is not sent if it is nil, and the server then stores null.
	ScheduleData json.RawMessage `json:"schedule_data,omitempty"`
}

// ObjectID returns the ID of the room.
func (r Room) ObjectID() string { return r.ID }

// Validate returns an error if the room has no ID.
func (r Room) Validate() error {
	if !transport.IsUUID(r.ID) {
		return errors.New("it has no id")
	}
	return nil
}

// HasModule reports whether the room has a module of a type.
func (r Room) HasModule(moduleType string) bool {
	return slices.ContainsFunc(r.ModuleConfig, func(m Module) bool { return m.Type == moduleType })
}

// RoomChange is a change of a room. The server keeps the value of a field that is nil, and replaces all others as a whole.
type RoomChange struct {
	Deleted      *bool        `json:"deleted,omitempty"`
	TraitGrants  *TraitGrants `json:"trait_grants,omitempty"`
	ModuleConfig *[]Module    `json:"module_config,omitempty"`
	Name         *string      `json:"name,omitempty"`
	// Description points to nil to remove the description.
	Description     **string        `json:"description,omitempty"`
	SortingPriority *int64          `json:"sorting_priority,omitempty"`
	PretalxID       *int64          `json:"pretalx_id,omitempty"`
	ScheduleData    json.RawMessage `json:"schedule_data,omitempty"`
}

// Room reads a room. It also finds a room that is marked as deleted.
func (c *Client) Room(ctx context.Context, worldID, id string) (Room, error) {
	request := &transport.Request{Method: http.MethodGet, Idempotent: true, Shared: true}
	var room Room
	err := c.callRoom(ctx, worldID, id, request, &room)
	return room, err
}

// CreateRoom creates a room with the ID that the caller chose, which must be new. The request can therefore be retried, and
// if the response is lost, the room is looked up by its ID. An ambiguous error means that this failed as well.
func (c *Client) CreateRoom(ctx context.Context, worldID string, room Room) (Room, error) {
	request := &transport.Request{Method: http.MethodPost, Path: c.roomsPath(worldID), ObjectID: room.ID, Idempotent: true}
	if err := c.checkModuleTypes(request, room.ModuleConfig); err != nil {
		return Room{}, err
	}
	if err := request.JSON(room); err != nil {
		return Room{}, err
	}
	var created Room
	err := c.callWorld(ctx, worldID, request, &created)
	// If the ID is taken, an earlier attempt of this request has created the room.
	if err == nil || !transport.IsAmbiguous(err) && !hasFieldError(err, "id") {
		return created, err
	}
	found, findErr := c.Room(ctx, worldID, room.ID)
	if findErr == nil {
		return found, nil
	}
	if failure, ok := errors.AsType[*transport.Error](err); ok {
		failure.Ambiguous = !transport.IsNotFound(findErr)
	}
	return Room{}, err
}

// UpdateRoom changes a room. It sends no ID, because with another ID the server would create a copy. It does not use
// PUT, because the server would reset all fields that are missing from the request.
func (c *Client) UpdateRoom(ctx context.Context, worldID, id string, change RoomChange) (Room, error) {
	request := &transport.Request{Method: http.MethodPatch, Path: c.roomPath(worldID, id), Idempotent: true}
	if change.ModuleConfig != nil {
		if err := c.checkModuleTypes(request, *change.ModuleConfig); err != nil {
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

func (c *Client) roomsPath(worldID string) string { return c.worldPath(worldID) + "rooms/" }

func (c *Client) roomPath(worldID, id string) string {
	return c.roomsPath(worldID) + url.PathEscape(id) + "/"
}

// callRoom sends a request to the path of a room. A 404 becomes the reason NotFound only if it is certain that the room does
// not exist.
func (c *Client) callRoom(ctx context.Context, worldID, id string, request *transport.Request, result transport.Body) error {
	request.Path, request.ObjectID = c.roomPath(worldID, id), id
	if !transport.IsUUID(id) {
		return c.transport.RequestError(request, transport.Invalid, `The ID of a room is a UUID in lower case, such as "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b".`)
	}
	err := c.call(ctx, worldID, request, result)
	return c.confirmNotFound(ctx, worldID, id, err)
}

// checkModuleTypes refuses modules without a type. The server responds to them with 500, but still saves the room. After
// that, people who can see the room cannot enter the world.
func (c *Client) checkModuleTypes(request *transport.Request, modules []Module) error {
	for _, module := range modules {
		if strings.TrimSpace(module.Type) == "" {
			failure := c.transport.RequestError(request, transport.Invalid, "A module has no type. The server would fail on it.")
			failure.Fields = []transport.FieldError{{Field: "module_config", Message: failure.Message}}
			return failure
		}
	}
	return nil
}
