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

// pageSize is the most that the service lists at once.
const pageSize = 1000

var uuidForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

// IsUUID says whether text has the form of the service's ids: 32 hexadecimal digits in lower case, without dashes.
func IsUUID(text string) bool { return uuidForm.MatchString(text) }

// CreateRoom makes a room, for ever: the service cannot delete one. Nothing tells two equal calls apart, so that it is
// never sent again after an answer was lost; after an error that is ambiguous the room may exist.
func (c *Client) CreateRoom(ctx context.Context, region string, input RoomInput) (Room, error) {
	request := &transport.Request{Method: http.MethodPost, Path: "/v5/rooms"}
	if err := request.JSON(input); err != nil {
		return Room{}, err
	}
	room, response, err := call[Room](ctx, c, region, request)
	if err == nil && !IsUUID(room.UUID) {
		err = response.NotAPI("it has no uuid")
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
	request.Path, request.Repeatable = "/v5/rooms/"+url.PathEscape(uuid), true
	if !IsUUID(uuid) {
		return Room{}, c.transport.Unsent(request, transport.Invalid, strconv.Quote(uuid)+" is no uuid of a room: it must be 32 hexadecimal digits in lower case")
	}
	room, response, err := call[Room](ctx, c, region, request)
	if err == nil && room.UUID != uuid {
		err = response.NotAPI("it is not about the room that was asked for")
	}
	return room, c.orGone(ctx, region, err)
}

// orGone takes the 404 of a call about a room for "gone" if the server lists rooms: it says nothing that another
// server, or a path that is not the API's, would not say as well.
func (c *Client) orGone(ctx context.Context, region string, err error) error {
	var failure *transport.Error
	if !errors.As(err, &failure) || failure.Reason != transport.NoRoute {
		return err
	}
	if _, err := c.page(ctx, region, "", 1); err != nil {
		return err
	}
	failure.Reason = transport.Gone
	return failure
}

// Rooms lists the rooms of a region, disabled ones included: each one once. It ends with the first error.
//
// A page begins with the very room that it is asked to begin with. So each is asked for by the last room of the one
// before, and the list is at its end when a page brings nothing new.
func (c *Client) Rooms(ctx context.Context, region string) iter.Seq2[Room, error] {
	return func(yield func(Room, error) bool) {
		seen := map[string]bool{}
		for begin, fresh := "", true; fresh; {
			page, err := c.page(ctx, region, begin, pageSize)
			if err != nil {
				yield(Room{}, err)
				return
			}
			fresh = false
			for _, room := range page {
				begin = room.UUID
				if seen[room.UUID] {
					continue
				}
				seen[room.UUID], fresh = true, true
				if !yield(room, nil) {
					return
				}
			}
		}
	}
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
	request := &transport.Request{Method: http.MethodGet, Path: "/v5/rooms", Query: query, Repeatable: true}
	page, response, err := call[[]Room](ctx, c, region, request)
	if err != nil {
		return nil, err
	}
	if page == nil {
		return nil, response.NotAPI("it is no list")
	}
	for _, room := range page {
		if !IsUUID(room.UUID) {
			return nil, response.NotAPI("a room in it has no uuid")
		}
	}
	return page, nil
}
