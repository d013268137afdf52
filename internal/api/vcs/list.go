package vcs

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"slices"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// pageSize is the most rooms that the service gives at once. It is always sent: what comes without it, the page says in
// three ways.
const pageSize = "100"

// page is a part of the list, with the token that leads to the next one.
type page struct {
	rooms []Room
	next  string
}

// UnmarshalJSON implements json.Unmarshaler.
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
	request := &transport.Request{Method: http.MethodGet, Path: roomsPath, Query: url.Values{"numberOfRecords": {pageSize}}, Repeatable: true}
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

// Rooms lists all rooms page by page, each once, in the service's order. It ends with the first error. How the service
// marks the last page is not known: the list is over when there is no token for another page, when a token comes a second
// time, or when a page has nothing new.
func (c *Client) Rooms(ctx context.Context) iter.Seq2[Room, error] {
	return func(yield func(Room, error) bool) {
		seen, asked := map[string]bool{}, map[string]bool{}
		for token := ""; ; {
			got, err := c.page(ctx, token)
			if err != nil {
				yield(Room{}, err)
				return
			}
			fresh := false
			for _, room := range got.rooms {
				if seen[room.ID] {
					continue
				}
				seen[room.ID], fresh = true, true
				if !yield(room, nil) {
					return
				}
			}
			token = got.next
			if !fresh || token == "" || asked[token] {
				return
			}
			asked[token] = true
		}
	}
}

// AllRooms lists all rooms, the oldest first.
func (c *Client) AllRooms(ctx context.Context) ([]Room, error) {
	all := []Room{}
	for room, err := range c.Rooms(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, room)
	}
	slices.SortStableFunc(all, func(a, b Room) int {
		return cmp.Or(a.CreationTime.Compare(b.CreationTime), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}
