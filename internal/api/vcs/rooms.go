package vcs

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// The conference types. A MESH room connects its people directly, encrypted from end to end, and is for a few; an SFU room
// goes over a server. A MESH room can become SFU by itself.
const (
	Mesh = "MESH"
	SFU  = "SFU"
)

// Room is a conference room. Nothing of it can be changed, and after a while it is gone: see ExpiresAt.
type Room struct {
	ID string
	// Name and Description are empty where the room has none. Names need not be unique.
	Name        string
	Description string
	// ConferenceType is what the room is now: Mesh or SFU.
	ConferenceType string
	// AutoUpgradeParticipantCount is how many people make a Mesh room SFU; 0 is never. The answer to the room's creation
	// tells it, and others may not: then it is nil.
	AutoUpgradeParticipantCount *int64
	// CreationTime and ModificationTime are zero where the service does not tell them.
	CreationTime     time.Time
	ModificationTime time.Time
	// MaxParticipants, and the lifetimes in seconds, are nil where the service does not tell them. Its administrator sets
	// them.
	MaxParticipants     *int64
	RoomTokenTTLSeconds *int64
	RoomTTLSeconds      *int64
	EndpointTTLSeconds  *int64
	// Token is the right to join the room. It may be another one at every read.
	Token string
}

func (r *Room) tokens() []string { return []string{r.Token} }

func (r *Room) problem() string {
	if r.ID == "" {
		return "it has no room id"
	}
	return ""
}

// ExpiresAt is when the room is probably gone: RoomTTLSeconds after its creation. The service does not say from when it
// counts, and whether use prolongs it. It is zero where it cannot be known.
func (r *Room) ExpiresAt() time.Time {
	if r.CreationTime.IsZero() || r.RoomTTLSeconds == nil || *r.RoomTTLSeconds <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(r.CreationTime.UnixMilli() + *r.RoomTTLSeconds*1000)
}

// RoomInput is what a room is made with. What is empty or 0 is left to the service.
type RoomInput struct {
	Name                        string `json:"name,omitempty"`
	Description                 string `json:"description,omitempty"`
	ConferenceType              string `json:"conferenceType,omitempty"`
	AutoUpgradeParticipantCount int64  `json:"autoUpgradeParticipantCount,omitempty"`
}

const roomsPath = "/api/realtime/room"

// CreateRoom makes a room. Nothing tells two equal calls apart: after an error that is ambiguous the room may exist.
func (c *Client) CreateRoom(ctx context.Context, input RoomInput) (Room, error) {
	var room Room
	request := &transport.Request{Method: http.MethodPost, Path: roomsPath}
	if err := request.JSON(input); err != nil { // {} where there is nothing to say: no body at all may be refused
		return room, err
	}
	response, err := c.send(ctx, request)
	if err != nil {
		return room, err
	}
	err = c.read(request, response, &room)
	return room, err
}

// Room reads a room.
func (c *Client) Room(ctx context.Context, id string) (Room, error) {
	return c.ofRoom(ctx, id, &transport.Request{Method: http.MethodGet, Path: roomsPath + "/" + url.PathEscape(id), Idempotent: true})
}

// DeleteRoom deletes a room. What happens to a conference that is going on in it, the service does not say.
func (c *Client) DeleteRoom(ctx context.Context, id string) error {
	_, err := c.ofRoom(ctx, id, &transport.Request{Method: http.MethodDelete, Path: roomsPath, Query: url.Values{"id": {id}}, Idempotent: true})
	return err
}

// ofRoom sends a request for one room and reads the room in the answer.
func (c *Client) ofRoom(ctx context.Context, id string, request *transport.Request) (Room, error) {
	var room Room
	if strings.Trim(id, ". ") == "" {
		// Without an id these would be calls for the list, and for the deletion of nobody knows what.
		return room, c.transport.NotSentError(request, transport.Invalid, fmt.Sprintf("%q is not the id of a room", id))
	}
	response, err := c.send(ctx, request)
	if err != nil {
		return room, err
	}
	if perhapsGone(request, response) {
		return room, c.confirmNotFound(ctx, id, response)
	}
	err = c.read(request, response, &room)
	return room, err
}

// confirmNotFound returns the error for a room that response does not find. A wrong address finds no room, either, and a
// service can contradict itself: the reason is NotFound only if the service lists its rooms, and this one is not among them.
func (c *Client) confirmNotFound(ctx context.Context, id string, response *transport.Response) error {
	onePass := paging.Items(roomID, func(sink *paging.Sink[Room]) error {
		_, err := c.readPages(ctx, sink)
		return err
	})
	for room, err := range onePass {
		if err != nil {
			return err
		}
		if room.ID == id {
			failure := response.Error("the service does not find the room, but its list has the room")
			failure.Reason = transport.ServerError
			return failure
		}
	}
	failure := response.Error("the service has no such room")
	failure.Reason = transport.NotFound
	return failure
}
