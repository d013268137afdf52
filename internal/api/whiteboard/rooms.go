package whiteboard

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Room is a whiteboard room. The service does not return its region.
type Room struct {
	// UUID is 32 hexadecimal digits in lower case, without dashes.
	UUID     string `json:"uuid"`
	TeamUUID string `json:"teamUUID"`
	// AppUUID is the UUID of the whiteboard project. Older responses do not have it.
	AppUUID string `json:"appUUID"`
	// IsRecord is true if the service records the room. The service may create a room with false in place of true.
	IsRecord bool `json:"isRecord"`
	// IsBan is true if the room is disabled: the service has disconnected everybody, and nobody can join.
	IsBan bool `json:"isBan"`
	// CreatedAt is an RFC 3339 time in UTC, with milliseconds.
	CreatedAt string `json:"createdAt"`
	// Limit is the number of admins and writers that can be in the room at the same time; 0 means unlimited.
	Limit int64 `json:"limit"`
}

// ObjectID returns the UUID of the room.
func (r Room) ObjectID() string { return r.UUID }

// Validate returns an error if the room has no UUID.
func (r Room) Validate() error {
	if !IsUUID(r.UUID) {
		return errors.New("it has no uuid")
	}
	return nil
}

// RoomInput has the values of a new room. They cannot be changed.
type RoomInput struct {
	// IsRecord is nil to let the service choose.
	IsRecord *bool `json:"isRecord,omitempty"`
	Limit    int64 `json:"limit"`
}

const roomsPath = "/v5/rooms"

func roomPath(uuid string) string { return roomsPath + "/" + url.PathEscape(uuid) }

var uuidPattern = regexp.MustCompile(`^[0-9a-f]{32}$`)

// IsUUID reports whether text has the form of the service's UUIDs: 32 hexadecimal digits in lower case, without dashes.
func IsUUID(text string) bool { return uuidPattern.MatchString(text) }

// CreateRoom creates a room. The service cannot delete rooms, and two equal requests create two rooms: the request is not
// retried after its response was lost. After an ambiguous error the room may exist.
func (c *Client) CreateRoom(ctx context.Context, region string, input RoomInput) (Room, error) {
	var room Room
	request := &transport.Request{Method: http.MethodPost, Path: roomsPath}
	if err := request.JSON(input); err != nil {
		return room, err
	}
	err := c.call(ctx, region, request, &room)
	return room, err
}

// Room reads a room.
func (c *Client) Room(ctx context.Context, region, uuid string) (Room, error) {
	return c.callRoom(ctx, region, uuid, &transport.Request{Method: http.MethodGet, Shared: true})
}

// SetBan disables a room, which disconnects everybody, or enables it again with its contents. It needs the role admin.
func (c *Client) SetBan(ctx context.Context, region, uuid string, ban bool) (Room, error) {
	request := &transport.Request{Method: http.MethodPatch}
	if err := request.JSON(map[string]bool{"isBan": ban}); err != nil {
		return Room{}, err
	}
	return c.callRoom(ctx, region, uuid, request)
}

// callRoom sends a request about one room and decodes the room in the response.
func (c *Client) callRoom(ctx context.Context, region, uuid string, request *transport.Request) (Room, error) {
	request.Path, request.ObjectID, request.Idempotent = roomPath(uuid), uuid, true
	var room Room
	if !IsUUID(uuid) {
		return room, c.transport.RequestError(request, transport.Invalid, strconv.Quote(uuid)+" is not the UUID of a room: it must be 32 hexadecimal digits in lower case")
	}
	response, err := c.send(ctx, region, request)
	if err != nil {
		return room, err
	}
	err = c.decode(request, response, &room)
	return room, c.confirmNotFound(ctx, region, uuid, err)
}
