package venueless

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// maxPasses bounds how often the pages of a list are read.
const maxPasses = 5

// page is one page of a list. Next is an absolute URL that the server makes from what a proxy tells it, and which may
// therefore be of another host: it says whether there is another page, and no more.
type page struct {
	Count   int     `json:"count"`
	Next    *string `json:"next"`
	Results []Room  `json:"results"`
}

func (p page) problem() string {
	if p.Results == nil {
		return "it has no results"
	}
	for _, room := range p.Results {
		if problem := room.problem(); problem != "" {
			return "a room in it is wrong: " + problem
		}
	}
	return ""
}

func (c *Client) page(ctx context.Context, worldID string, number int) (page, error) {
	request := &transport.Request{Method: http.MethodGet, Idempotent: true}
	if number > 1 {
		request.Query = url.Values{"page": {strconv.Itoa(number)}}
	}
	var got page
	err := c.callWorld(ctx, worldID, roomsPath, request, &got)
	if failure, ok := errors.AsType[*transport.Error](err); ok && errors.Is(err, transport.ErrResponseTooLarge) {
		failure.Reason = transport.Unclassified
		failure.Message += ". The server lists 50 rooms a page, each with its whole module_config, and offers no smaller page: " +
			"look up rooms by ID instead, or make the module_config of large rooms smaller, for example by linking images instead of embedding them"
	}
	return got, err
}

// Rooms lists the rooms of a world that the token may see, those marked as deleted included: each once, as its page is
// read. It ends with the first error; an *IncompleteError comes after all rooms that can be read.
func (c *Client) Rooms(ctx context.Context, worldID string) iter.Seq2[Room, error] {
	return func(yield func(Room, error) bool) {
		told := map[string]bool{}
		stopped := false
		_, err := c.read(ctx, worldID, func(room Room) bool {
			if !told[room.ID] {
				told[room.ID] = true
				stopped = !yield(room, nil)
			}
			return !stopped
		})
		if err != nil && !stopped {
			yield(Room{}, err)
		}
	}
}

// List lists the same rooms in the order in which the world shows them. With an *IncompleteError it returns those that
// can be read.
func (c *Client) List(ctx context.Context, worldID string) ([]Room, error) {
	got, err := c.read(ctx, worldID, func(Room) bool { return true })
	return got.rooms(), err
}

// read reads the pages until it is certain that every room was seen, and calls found for each room of each page, until
// that returns false.
//
// A list of one page is complete. More pages are not read at one moment: a room that is created or deleted in between
// moves other rooms to pages that were read before, and neither the server's count nor the number of rooms need show it.
// The pages are therefore read again until two passes agree.
//
// The server orders by priority and name alone. Rooms that are equal in both may come in another order on each page, so
// that one of them is on two pages and another on none. What was seen in agreeing passes is added up.
func (c *Client) read(ctx context.Context, worldID string, found func(Room) bool) (*reading, error) {
	got := &reading{}
	for range maxPasses {
		rows, end, err := c.readPages(ctx, worldID, found)
		switch {
		case err != nil, end == stopped:
			return got, err
		case end == moved:
			continue
		}
		got.add(rows)
		if got.complete(end == onePage) {
			return got, nil
		}
	}
	return got, c.incomplete(got)
}

// ending says how a pass over the pages of a list ended.
type ending int

const (
	manyPages ending = iota
	onePage
	// moved means that the pages do not belong together, since the list changed while they were read.
	moved
	// stopped means that the caller wants no more rooms.
	stopped
)

// readPages reads each page once, and returns the rooms by rank. Where equal rooms change places, a room has two ranks.
func (c *Client) readPages(ctx context.Context, worldID string, found func(Room) bool) ([]Room, ending, error) {
	var rows []Room
	seen := map[string]bool{}
	for number := 1; ; number++ {
		got, err := c.page(ctx, worldID, number)
		if number > 1 && transport.ReasonOf(err) == transport.UnknownRoute {
			return nil, moved, nil // there are fewer pages by now
		}
		if err != nil {
			return nil, stopped, err
		}
		if number == 2 && len(rows) > 0 && slices.EqualFunc(rows, got.Results, func(a, b Room) bool { return a.ID == b.ID }) {
			return nil, stopped, c.failed("page 2 of the list is page 1 again. A proxy in front of the server probably drops the query (?page=2): let it pass queries on")
		}
		before := len(seen)
		for _, room := range got.Results {
			seen[room.ID] = true
			if !found(room) {
				return nil, stopped, nil
			}
		}
		rows = append(rows, got.Results...)
		switch nothingNew := number > 1 && len(seen) == before; {
		case got.Next != nil && len(rows) < got.Count && !nothingNew:
			continue
		case got.Next != nil || len(rows) != got.Count:
			return nil, moved, nil
		case number == 1:
			return rows, onePage, nil
		}
		return rows, manyPages, nil
	}
}

func (c *Client) failed(message string) *transport.Error {
	return c.transport.NotSentError(&transport.Request{Method: http.MethodGet, Path: roomsPath}, transport.Unclassified, message)
}
