package vcs

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

const (
	// pageSize is the most rooms that the service returns at once. It is always sent: the service's documentation gives three
	// different defaults.
	pageSize = 100
	// maxPasses bounds how often a list of several pages is read.
	maxPasses = 5
)

// page is a part of the list, with the token that leads to the next one.
type page struct {
	rooms []Room
	next  string
}

func (p *page) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte("[")) {
		return json.Unmarshal(data, &p.rooms)
	}
	var wrapped struct {
		Data  []Room `json:"data"`
		Token string `json:"token"`
	}
	err := json.Unmarshal(data, &wrapped)
	p.rooms, p.next = wrapped.Data, wrapped.Token
	return err
}

func (p *page) problem() string {
	if p.rooms == nil {
		return "it has no data"
	}
	for i := range p.rooms {
		if problem := p.rooms[i].problem(); problem != "" {
			return "a room in it is wrong: " + problem
		}
	}
	return ""
}

func (p *page) tokens() []string {
	tokens := make([]string, 0, len(p.rooms))
	for i := range p.rooms {
		tokens = append(tokens, p.rooms[i].Token)
	}
	return tokens
}

func (c *Client) page(ctx context.Context, token string) (page, error) {
	request := &transport.Request{Method: http.MethodGet, Path: roomsPath, Query: url.Values{"numberOfRecords": {strconv.Itoa(pageSize)}}, Idempotent: true}
	if token != "" {
		request.Query.Set("token", token)
	}
	var got page
	response, err := c.send(ctx, request)
	if err != nil {
		return got, err
	}
	err = c.read(request, response, &got)
	return got, err
}

// Rooms lists all rooms, each once, in the service's order. It ends with the first error.
//
// Rooms expire while the list is read, and the documentation does not say what a paging token refers to. If it is a number of
// rooms, a room that expires moves a later room to a page that was already read. A list of several pages is therefore read
// until a pass finds no other room.
func (c *Client) Rooms(ctx context.Context) iter.Seq2[Room, error] {
	return paging.Items(roomID, func(sink *paging.Sink[Room]) error {
		for range sink.Passes(maxPasses) {
			pages, err := c.readPages(ctx, sink)
			if err != nil || pages == 1 || sink.Found() == 0 {
				return err
			}
		}
		return c.listFailure(fmt.Sprintf("the list changed whenever it was read, %d times. Try again later", maxPasses))
	})
}

// readPages reads the list once, and returns the number of pages with a room that no earlier page had. The documentation does not
// say how the service marks the last page. The list ends if there is no token for another page, if a token comes a second
// time, or if a page has no such room. A full page without one is not the end: then the token was not read.
func (c *Client) readPages(ctx context.Context, sink *paging.Sink[Room]) (pages int, err error) {
	sent := map[string]bool{}
	for token := ""; ; {
		got, err := c.page(ctx, token)
		if err != nil {
			return pages, err
		}
		fresh, err := sink.Put(got.rooms)
		switch {
		case err != nil:
			return pages, err
		case fresh == 0 && len(got.rooms) >= pageSize:
			return pages, c.listFailure("a full page came a second time, so that it is unknown whether there are more rooms. " +
				"A proxy in front of the service may drop the query of a request")
		case fresh == 0:
			return pages, nil
		}
		pages++
		if token = got.next; token == "" || sent[token] {
			return pages, nil
		}
		sent[token] = true
	}
}

func (c *Client) listFailure(message string) error {
	return c.transport.NotSentError(&transport.Request{Method: http.MethodGet, Path: roomsPath}, transport.Unclassified, message)
}

func roomID(room Room) string { return room.ID }

// AllRooms lists all rooms, the oldest first.
func (c *Client) AllRooms(ctx context.Context) ([]Room, error) {
	return paging.Collect(c.Rooms(ctx), func(a, b Room) int {
		return cmp.Or(a.CreationTime.Compare(b.CreationTime), cmp.Compare(a.ID, b.ID))
	})
}
