package whiteboard

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Room is a whiteboard. The service does not say which region it is in.
type Room struct {
	// UUID is 32 hexadecimal digits in lower case, without dashes.
	UUID     string `json:"uuid"`
	TeamUUID string `json:"teamUUID"`
	// AppUUID is that of the whiteboard project. Older answers lack it.
	AppUUID string `json:"appUUID"`
	// IsRecord says whether what happens is recorded. The service may turn a true to false when it makes the room.
	IsRecord bool `json:"isRecord"`
	// IsBan says whether the room is disabled: nobody is in it, and nobody can join.
	IsBan bool `json:"isBan"`
	// CreatedAt is an RFC 3339 time in UTC, with milliseconds.
	CreatedAt string `json:"createdAt"`
	// Limit is how many admins and writers can be in the room at once; 0 is no limit.
	Limit int64 `json:"limit"`
}

// RoomInput is what a room is made with. Nothing of it can be changed again.
type RoomInput struct {
	// IsRecord nil leaves the choice to the service.
	IsRecord *bool `json:"isRecord,omitempty"`
	Limit    int64 `json:"limit"`
}

const roomsPath = "/v5/rooms"

// pageSize is the most that the service lists at once.
const pageSize = 1000

var uuidForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

// IsUUID says whether text has the form of the service's ids: 32 hexadecimal digits in lower case, without dashes.
func IsUUID(text string) bool { return uuidForm.MatchString(text) }

// CreateRoom makes a room, for ever: the service cannot delete one. Nothing tells two equal calls apart, so that it is
// never sent again after an answer was lost; after an error that is ambiguous the room may exist.
func (c *Client) CreateRoom(ctx context.Context, region string, input RoomInput) (Room, error) {
	request := &transport.Request{Method: http.MethodPost, Path: roomsPath}
	if err := request.JSON(input); err != nil {
		return Room{}, err
	}
	room, response, err := call[Room](ctx, c, region, request)
	if err == nil && !IsUUID(room.UUID) {
		err = response.UnexpectedError("it has no uuid")
	}
	return room, err
}

// Room reads a room.
func (c *Client) Room(ctx context.Context, region, uuid string) (Room, error) {
	return c.oneRoom(ctx, region, uuid, &transport.Request{Method: http.MethodGet})
}

// SetBan disables a room, which throws everybody out, or enables it again, with all that is on it. It takes the role
// admin.
func (c *Client) SetBan(ctx context.Context, region, uuid string, ban bool) (Room, error) {
	request := &transport.Request{Method: http.MethodPatch}
	if err := request.JSON(map[string]bool{"isBan": ban}); err != nil {
		return Room{}, err
	}
	return c.oneRoom(ctx, region, uuid, request)
}

// oneRoom sends a request about a room.
func (c *Client) oneRoom(ctx context.Context, region, uuid string, request *transport.Request) (Room, error) {
	request.Path, request.Idempotent = roomsPath+"/"+url.PathEscape(uuid), true
	if !IsUUID(uuid) {
		return Room{}, c.transport.NotSentError(request, transport.Invalid, strconv.Quote(uuid)+" is no uuid of a room: it must be 32 hexadecimal digits in lower case")
	}
	room, response, err := call[Room](ctx, c, region, request)
	if err == nil && room.UUID != uuid {
		err = response.UnexpectedError("it is not about the room that was asked for")
	}
	return room, c.confirmNotFound(ctx, region, uuid, err)
}

// confirmNotFound makes the 404 of a request for a room Gone if the server lists the rooms of the region, and this one is
// not among them. The 404 itself says nothing that another server, or a path that is not the API's, would not say as well, and
// a service can contradict itself.
func (c *Client) confirmNotFound(ctx context.Context, region, uuid string, err error) error {
	var failure *transport.Error
	if !errors.As(err, &failure) || failure.Reason != transport.UnknownRoute {
		return err
	}
	listed, err := c.lists(ctx, region, uuid)
	if err != nil {
		return err
	}
	failure.Reason = transport.NotFound
	if listed {
		failure.Reason = transport.ServerError
		failure.Message = "the service does not find the room, but its list has the room: " + failure.Message
	}
	return failure
}

// lists reports whether the list of a region has a room. A page begins with the room that it is asked to begin with: a page of
// one room shows whether there is one. In the order of the service, it else begins with a later room. An earlier one says
// that this order is not kept, or that the query was dropped on the way: then all pages are looked at.
func (c *Client) lists(ctx context.Context, region, uuid string) (bool, error) {
	page, err := c.page(ctx, region, uuid, 1)
	switch reason := transport.ReasonOf(err); {
	case reason == transport.Invalid || reason == transport.UnknownRoute:
		// Whether a list can begin with a room that does not exist is not known. It can be read without one.
		if _, err := c.page(ctx, region, "", 1); err != nil {
			return false, err
		}
		return false, nil
	case err != nil || len(page) == 0:
		return false, err
	case page[0].UUID >= uuid:
		return page[0].UUID == uuid, nil
	}
	for room, err := range c.Rooms(ctx, region) {
		if err != nil || room.UUID == uuid {
			return true, err
		}
	}
	return false, nil
}

// Rooms lists the rooms of a region, disabled ones included: each one once. It ends with the first error.
//
// A page begins with the very room that it is asked to begin with. So each is asked for by the last room of the one
// before, and the list is at its end when a page brings nothing new. A page that begins with another room is no part of this
// list: something dropped the query of the request.
func (c *Client) Rooms(ctx context.Context, region string) iter.Seq2[Room, error] {
	return paging.Items(func(room Room) string { return room.UUID }, func(sink *paging.Sink[Room]) error {
		for begin := ""; ; {
			page, err := c.page(ctx, region, begin, pageSize)
			if err != nil {
				return err
			}
			if begin != "" && (len(page) == 0 || page[0].UUID != begin) {
				return c.transport.NotSentError(&transport.Request{Method: http.MethodGet, Path: roomsPath}, transport.Unclassified,
					"a page does not begin with the room that was asked for, so that it is unknown whether there are more rooms. "+
						"A proxy in front of the service may drop the query of a request")
			}
			fresh, err := sink.Put(page)
			if err != nil || fresh == 0 {
				return err
			}
			begin = page[len(page)-1].UUID
		}
	})
}

// CheckRegion returns an error unless the service has the region: it refuses the list of rooms there otherwise.
func (c *Client) CheckRegion(ctx context.Context, region string) error {
	_, err := c.page(ctx, region, "", 1)
	if failure, ok := errors.AsType[*transport.Error](err); ok && failure.Status >= 400 && failure.Status < 500 && failure.Reason != transport.Unauthorized {
		failure.Reason = transport.Invalid
		failure.Message = strings.TrimSuffix(failure.Message, ".") + ". The service does not list rooms in the region " + strconv.Quote(region) + "; it has " + strings.Join(Regions, ", ")
		failure.Fields = []transport.FieldError{{Field: "region", Message: failure.Message}}
	}
	return err
}

func (c *Client) page(ctx context.Context, region, begin string, limit int) ([]Room, error) {
	query := url.Values{"limit": {strconv.Itoa(limit)}}
	if begin != "" {
		query.Set("beginUUID", begin)
	}
	request := &transport.Request{Method: http.MethodGet, Path: roomsPath, Query: query, Idempotent: true}
	page, response, err := call[[]Room](ctx, c, region, request)
	if err != nil {
		return nil, err
	}
	if page == nil {
		return nil, response.UnexpectedError("it is no list")
	}
	for _, room := range page {
		if !IsUUID(room.UUID) {
			return nil, response.UnexpectedError("a room in it has no uuid")
		}
	}
	return page, nil
}
