package venueless

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// maxPasses is the maximum number of times that all pages of a list are read.
const maxPasses = 5

// page is one page of a list. Next only shows whether there is another page: the server builds this URL from the headers
// of a proxy, so it can have another host.
type page struct {
	Count   int     `json:"count"`
	Next    *string `json:"next"`
	Results []Room  `json:"results"`
}

func (p page) Validate() error {
	if p.Results == nil {
		return errors.New("it has no results")
	}
	return transport.ValidateEach("a room", p.Results)
}

func (c *Client) page(ctx context.Context, worldID string, number int) (page, error) {
	request := &transport.Request{Method: http.MethodGet, Path: c.roomsPath(worldID), Idempotent: true, Shared: true}
	if number > 1 {
		request.Query = url.Values{"page": {strconv.Itoa(number)}}
	}
	var result page
	err := c.callWorld(ctx, worldID, request, &result)
	if failure, ok := errors.AsType[*transport.Error](err); ok && errors.Is(err, transport.ErrResponseTooLarge) {
		failure.Reason = transport.Unclassified
		failure.Message += ". The server returns 50 rooms per page, each with its whole module_config, and the size of a page cannot be changed: " +
			"look up rooms by ID instead, or make the module_config of large rooms smaller, for example by linking images instead of embedding them"
	}
	return result, err
}

// Rooms lists the rooms of a world that the token may see, including those that are marked as deleted. It yields each room
// once, as soon as its page is read, and its error last. An *IncompleteError follows all rooms that can be read.
func (c *Client) Rooms(ctx context.Context, worldID string) iter.Seq2[Room, error] {
	return paging.Items(roomID, func(sink *paging.Sink[Room]) error {
		_, err := c.readConsistently(ctx, worldID, func(page []Room) error {
			_, err := sink.Put(page)
			return err
		})
		return err
	})
}

// List lists the same rooms as Rooms, in the order in which the world shows them. Use it in place of Collect: the server
// sorts names by rules of its database, so sorting the yielded rooms could result in another order. With an *IncompleteError
// it returns the rooms that can be read.
func (c *Client) List(ctx context.Context, worldID string) ([]Room, error) {
	list, err := c.readConsistently(ctx, worldID, func([]Room) error { return nil })
	return list.rooms(), err
}

// readConsistently reads the pages of a list until it is certain that no room is missing. It calls put with the rooms of each
// page that it reads, and stops if put returns an error.
//
// A list of one page is complete. Several pages are not read at the same moment: a room that is created or deleted in between
// moves other rooms to pages that were read before, and neither the server's count nor the number of rooms reveals it. The
// pages are therefore read again until two passes agree.
//
// The server orders rooms by priority and name alone. Rooms that are equal in both can have another order on each page, so
// that one of them is on two pages and another on none. The rooms of passes that agree are therefore added up.
func (c *Client) readConsistently(ctx context.Context, worldID string, put func([]Room) error) (*consistentRead, error) {
	list := &consistentRead{}
	for range maxPasses {
		rooms, result, err := c.readPass(ctx, worldID, put)
		switch {
		case err != nil:
			return list, err
		case result == listChanged:
			continue
		}
		list.addPass(rooms)
		if list.isComplete(result == singlePage) {
			return list, nil
		}
	}
	return list, c.incompleteError(worldID, list)
}

// passResult says how a pass over the pages of a list ended.
type passResult int

const (
	severalPages passResult = iota
	singlePage
	// listChanged means that the list changed during the pass, so that its pages do not belong together.
	listChanged
)

// readPass reads each page once. It returns the rooms in the order of the server, some of them twice if equal rooms change
// places.
func (c *Client) readPass(ctx context.Context, worldID string, put func([]Room) error) ([]Room, passResult, error) {
	var rooms []Room
	seen := map[string]bool{}
	for number := 1; ; number++ {
		page, err := c.page(ctx, worldID, number)
		if number > 1 && transport.ReasonOf(err) == transport.UnknownRoute {
			return nil, listChanged, nil // the list has fewer pages by now
		}
		if err != nil {
			return nil, 0, err
		}
		if number == 2 && len(rooms) > 0 && slices.EqualFunc(rooms, page.Results, func(a, b Room) bool { return a.ID == b.ID }) {
			return nil, 0, c.transport.ListError(c.roomsPath(worldID), "page 2 of the list is page 1 again. A proxy in front of the server probably drops the query (?page=2): configure it to forward queries")
		}
		if err := put(page.Results); err != nil {
			return nil, 0, err
		}
		seenBefore := len(seen)
		for _, room := range page.Results {
			seen[room.ID] = true
		}
		rooms = append(rooms, page.Results...)
		switch nothingNew := number > 1 && len(seen) == seenBefore; {
		case page.Next != nil && len(rooms) < page.Count && !nothingNew:
			continue
		case page.Next != nil || len(rooms) != page.Count:
			return nil, listChanged, nil
		case number == 1:
			return rooms, singlePage, nil
		}
		return rooms, severalPages, nil
	}
}

func roomID(room Room) string { return room.ID }
