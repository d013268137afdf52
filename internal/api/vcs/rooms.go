package vcs

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// The conference types. A MESH room connects few people directly, with end-to-end encryption. An SFU room connects people
// through a server. The service can upgrade a MESH room to SFU.
const (
	Mesh = "MESH"
	SFU  = "SFU"
)

// Room is a conference room. The service cannot change a room, and deletes it when it expires: see ExpiresAt.
type Room struct {
	ID string
	// Name and Description are empty if the room has none. Names need not be unique.
	Name        string
	Description string
	// ConferenceType is the current type, Mesh or SFU, also after an upgrade.
	ConferenceType string
	// AutoUpgradeParticipantCount is the number of people that upgrades a Mesh room to SFU; 0 is never. It is nil if the
	// service does not return it. The documentation has it only in the response to the creation.
	AutoUpgradeParticipantCount *int64
	// CreationTime and ModificationTime are zero if the service does not return them.
	CreationTime     time.Time
	ModificationTime time.Time
	// MaxParticipants and the lifetimes, in seconds, are nil if the service does not return them. The administrator of the
	// service sets them.
	MaxParticipants     *int64
	RoomTokenTTLSeconds *int64
	RoomTTLSeconds      *int64
	EndpointTTLSeconds  *int64
	// Token is the room token: anyone who has it can join the room. The service may return a new one with each response.
	Token string
}

func (r Room) tokens() []string { return []string{r.Token} }

// ObjectID returns the ID of the room without the prefix that the service omits in some responses.
func (r Room) ObjectID() string { return objectID(r.ID) }

func objectID(id string) string { return strings.TrimPrefix(id, "RO-") }

// Validate returns an error if the room has no ID.
func (r Room) Validate() error {
	if r.ID == "" {
		return errors.New("it has no room ID")
	}
	return nil
}

// ExpiresAt returns the estimated time at which the service deletes the room: RoomTTLSeconds after its creation. The
// documentation does not say from when the service counts, and whether use prolongs it. The time is zero if it is unknown.
func (r Room) ExpiresAt() time.Time {
	if r.CreationTime.IsZero() || r.RoomTTLSeconds == nil || *r.RoomTTLSeconds <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(r.CreationTime.UnixMilli() + *r.RoomTTLSeconds*1000)
}

// RoomInput has the values of a new room. The service chooses those that are empty or 0.
type RoomInput struct {
	Name                        string `json:"name,omitempty"`
	Description                 string `json:"description,omitempty"`
	ConferenceType              string `json:"conferenceType,omitempty"`
	AutoUpgradeParticipantCount int64  `json:"autoUpgradeParticipantCount,omitempty"`
}

const roomsPath = "/api/realtime/room"

func roomPath(id string) string { return roomsPath + "/" + url.PathEscape(id) }

// CreateRoom creates a room. Two equal requests create two rooms. After an ambiguous error the room may exist.
func (c *Client) CreateRoom(ctx context.Context, input RoomInput) (Room, error) {
	var room Room
	request := &transport.Request{Method: http.MethodPost, Path: roomsPath}
	if err := request.JSON(input); err != nil { // {} without any value: the service may refuse a request without a body
		return room, err
	}
	err := c.call(ctx, request, &room)
	return room, err
}

// Room reads a room.
func (c *Client) Room(ctx context.Context, id string) (Room, error) {
	return c.callRoom(ctx, id, &transport.Request{Method: http.MethodGet, Path: roomPath(id), ObjectID: objectID(id), Idempotent: true, Shared: true})
}

// DeleteRoom deletes a room. The documentation does not say what happens to a conference that is in progress.
func (c *Client) DeleteRoom(ctx context.Context, id string) error {
	_, err := c.callRoom(ctx, id, &transport.Request{Method: http.MethodDelete, Path: roomsPath, Query: url.Values{"id": {id}}, Idempotent: true})
	return err
}

// callRoom sends a request about one room and decodes the room in the response. It sends nothing for an empty ID, or one that
// is a relative path: the request would read the list, or delete rooms that the documentation does not name.
func (c *Client) callRoom(ctx context.Context, id string, request *transport.Request) (Room, error) {
	var room Room
	if strings.Trim(id, ". ") == "" {
		return room, c.transport.RequestError(request, transport.Invalid, fmt.Sprintf("%q is not the ID of a room", id))
	}
	response, err := c.send(ctx, request)
	if err != nil {
		return room, err
	}
	if mayMeanNotFound(request, response) {
		return room, c.confirmNotFound(ctx, id, response)
	}
	err = c.decode(request, response, &room)
	return room, err
}
