package vcs

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

const (
	// pageSize is the largest page that the service returns. Every request names it, because the documentation gives three
	// different defaults.
	pageSize = 100
	// maxPasses is the maximum number of times that all pages of a list are read.
	maxPasses = 5
)

// page is a page of the list, with the paging token of the next page.
type page struct {
	rooms []Room
	next  string
}

// UnmarshalJSON reads a bare array, too.
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

func (p *page) Validate() error {
	if p.rooms == nil {
		return errors.New("it has no data")
	}
	return transport.ValidateEach("a room", p.rooms)
}

func (p *page) tokens() []string {
	tokens := make([]string, 0, len(p.rooms))
	for i := range p.rooms {
		tokens = append(tokens, p.rooms[i].Token)
	}
	return tokens
}

func (c *Client) page(ctx context.Context, token string) (page, error) {
	query := url.Values{"numberOfRecords": {strconv.Itoa(pageSize)}}
	if token != "" {
		query.Set("token", token)
	}
	var got page
	err := c.call(ctx, &transport.Request{Method: http.MethodGet, Path: roomsPath, Query: query, Idempotent: true, Shared: true}, &got)
	return got, err
}

// Rooms lists all rooms, each once, in the order of the service. An error ends the list.
//
// Rooms expire while the list is read, and the meaning of a paging token is not documented. If it counts rooms, a room that
// expires moves a later room to a page that was already read. Therefore a list of several pages is read again until a pass
// finds no new room.
func (c *Client) Rooms(ctx context.Context) iter.Seq2[Room, error] {
	return paging.Items(roomID, func(sink *paging.Sink[Room]) error {
		for range sink.Passes(maxPasses) {
			pages, err := c.readPages(ctx, sink)
			if err != nil || pages == 1 || sink.Found() == 0 {
				return err
			}
		}
		return c.transport.ListError(roomsPath, fmt.Sprintf("the list changed while it was read, %d times in a row. Try again later", maxPasses))
	})
}

// Collect reads a list to its end and sorts it by creation time, the oldest first.
func Collect(rooms iter.Seq2[Room, error]) ([]Room, error) {
	return paging.Collect(rooms, func(a, b Room) int {
		return cmp.Or(a.CreationTime.Compare(b.CreationTime), cmp.Compare(a.ID, b.ID))
	})
}

// readPages reads the list once, and returns the number of pages with a new room. The documentation does not say how the last
// page is marked: the list ends with a page without a paging token, with a repeated paging token, or with a page without a new
// room. A full page without a new room is an error: the service probably did not receive the paging token.
func (c *Client) readPages(ctx context.Context, sink *paging.Sink[Room]) (pages int, err error) {
	requested := map[string]bool{}
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
			return pages, c.transport.ListError(roomsPath, "the same full page was returned twice, so it is unknown whether there are more rooms. "+
				"A proxy in front of the service may drop the query of a request")
		case fresh == 0:
			return pages, nil
		}
		pages++
		if token = got.next; token == "" || requested[token] {
			return pages, nil
		}
		requested[token] = true
	}
}

func roomID(room Room) string { return room.ID }
