package venueless

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// maxPasses bounds how often a list is read again for what its pages missed.
const maxPasses = 3

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
	request := &transport.Request{Method: http.MethodGet, Repeatable: true}
	if number > 1 {
		request.Query = url.Values{"page": {strconv.Itoa(number)}}
	}
	var got page
	err := c.callWorld(ctx, worldID, roomsPath, request, &got)
	return got, err
}

// Rooms lists the rooms of a world that the token may see, those marked as deleted included: each once, page by page. It
// ends with the first error.
//
// The server orders by priority and name alone, so that equal rooms may swap between pages, and one of them be missed.
// The list is then read again.
func (c *Client) Rooms(ctx context.Context, worldID string) iter.Seq2[Room, error] {
	return func(yield func(Room, error) bool) {
		seen := map[string]bool{}
		for range maxPasses {
			var last page
			for number := 1; number == 1 || last.Next != nil; number++ {
				got, err := c.page(ctx, worldID, number)
				if number > 1 && transport.ReasonOf(err) == transport.NoRoute {
					break // rooms went while the list was read, and the last page with them
				}
				if err != nil {
					yield(Room{}, err)
					return
				}
				last = got
				for _, room := range got.Results {
					if seen[room.ID] {
						continue
					}
					seen[room.ID] = true
					if !yield(room, nil) {
						return
					}
				}
			}
			if len(seen) >= last.Count {
				return
			}
		}
		yield(Room{}, c.transport.Unsent(&transport.Request{Method: http.MethodGet, Path: roomsPath}, transport.Failed,
			fmt.Sprintf("the list of rooms stayed incomplete: its pages come in no stable order, and not all rooms were seen after reading it %d times", maxPasses)))
	}
}

// All reads a list to its end, in the order in which the world shows its rooms.
func All(rooms iter.Seq2[Room, error]) ([]Room, error) {
	all := []Room{}
	for room, err := range rooms {
		if err != nil {
			return nil, err
		}
		all = append(all, room)
	}
	slices.SortFunc(all, func(a, b Room) int {
		return cmp.Or(cmp.Compare(a.SortingPriority, b.SortingPriority), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}
