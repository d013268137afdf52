package whiteboard

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// pageSize is the largest page that the service returns.
const pageSize = 1000

// page is a page of the list.
type page []Room

func (p page) Validate() error {
	if p == nil {
		return errors.New("it is not a list")
	}
	return transport.ValidateEach("a room", p)
}

// page returns the rooms of a region in the order of their UUIDs, from the room begin on, or from the first room if begin is
// empty.
func (c *Client) page(ctx context.Context, region, begin string, limit int) (page, error) {
	query := url.Values{"limit": {strconv.Itoa(limit)}}
	if begin != "" {
		query.Set("beginUUID", begin)
	}
	request := &transport.Request{Method: http.MethodGet, Path: roomsPath, Query: query, Idempotent: true, Shared: true}
	var got page
	err := c.call(ctx, region, request, &got)
	return got, err
}

// Rooms lists the rooms of a region, with disabled rooms, each once, in the order of the service. An error ends the list.
//
// A page begins with the room that the request names. The client requests each page by the last room of the previous page,
// and the list ends when a page has no new room. A page that begins with another room is an error: something dropped the
// query of the request.
func (c *Client) Rooms(ctx context.Context, region string) iter.Seq2[Room, error] {
	return paging.Items(roomID, func(sink *paging.Sink[Room]) error {
		for begin := ""; ; {
			page, err := c.page(ctx, region, begin, pageSize)
			if err != nil {
				return err
			}
			if begin != "" && (len(page) == 0 || page[0].UUID != begin) {
				return c.transport.ListError(roomsPath, "a page does not begin with the room that was requested, so it is unknown whether there are more rooms. "+
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

// Collect reads a list to its end and sorts it by creation time, the oldest first.
func Collect(rooms iter.Seq2[Room, error]) ([]Room, error) {
	return paging.Collect(rooms, func(a, b Room) int {
		return cmp.Or(cmp.Compare(a.CreatedAt, b.CreatedAt), cmp.Compare(a.UUID, b.UUID))
	})
}

func roomID(room Room) string { return room.UUID }
