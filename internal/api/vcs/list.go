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

// Rooms lists all rooms page by page, each once, in the service's order. It ends with the first error.
//
// Rooms expire while the list is read, and what a paging token stands for is not known: if it counts rooms, one that expires
// moves a later one to a page that was read already. A list of several pages is therefore read until a pass brings nothing
// new.
func (c *Client) Rooms(ctx context.Context) iter.Seq2[Room, error] {
	return paging.Items(roomID, func(sink *paging.Sink[Room]) error {
		for range maxPasses {
			fresh, pages := 0, 0
			for page, err := range c.pages(ctx) {
				if err != nil {
					return err
				}
				added, more := sink.Put(page)
				if !more {
					return nil
				}
				fresh += added
				pages++
			}
			if fresh == 0 || pages == 1 {
				return nil
			}
		}
		return c.listFailure(fmt.Sprintf("the list changed whenever it was read, %d times. Try again later", maxPasses))
	})
}

// pages reads the list once. It yields each page that has rooms which no page before it had. How the service marks the last
// page is not known: the list is at its end when there is no token for another page, when a token comes a second time, or when
// a page has nothing new. A full page that has nothing new is no end, but a sign that the token is not read.
func (c *Client) pages(ctx context.Context) iter.Seq2[[]Room, error] {
	return func(yield func([]Room, error) bool) {
		seen, asked := map[string]bool{}, map[string]bool{}
		for token := ""; ; {
			got, err := c.page(ctx, token)
			if err != nil {
				yield(nil, err)
				return
			}
			before := len(seen)
			for i := range got.rooms {
				seen[got.rooms[i].ID] = true
			}
			switch {
			case len(seen) > before:
				if !yield(got.rooms, nil) {
					return
				}
			case len(got.rooms) >= pageSize:
				yield(nil, c.listFailure("a full page came a second time, so that it is unknown whether there are more rooms. "+
					"A proxy in front of the service may drop the query of a request"))
				return
			default:
				return
			}
			if token = got.next; token == "" || asked[token] {
				return
			}
			asked[token] = true
		}
	}
}

func (c *Client) listFailure(message string) error {
	return c.transport.NotSentError(&transport.Request{Method: http.MethodGet, Path: roomsPath}, transport.Failed, message)
}

func roomID(room Room) string { return room.ID }

// AllRooms lists all rooms, the oldest first.
func (c *Client) AllRooms(ctx context.Context) ([]Room, error) {
	return paging.Collect(c.Rooms(ctx), func(a, b Room) int {
		return cmp.Or(a.CreationTime.Compare(b.CreationTime), cmp.Compare(a.ID, b.ID))
	})
}
