package xrcloud

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

const (
	// pageSize is the largest page that the service returns.
	pageSize = 100
	// maxPasses is the maximum number of times that all pages of a list are read.
	maxPasses = 3
	// maxStepsBack is how often a page is read again, at most, because rows before it were deleted.
	maxStepsBack = 20
)

// page is a page of a list. The published form of some lists is an array of the whole list instead.
type page[T object] struct {
	items []T
	// total is the number of rows of the list; 0 if the service does not report it.
	total int
	whole bool
}

func (p *page[T]) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		p.whole = true
		return json.Unmarshal(data, &p.items)
	}
	var paged struct {
		Items []T `json:"items"`
		Total int `json:"total"`
	}
	if err := json.Unmarshal(data, &paged); err != nil {
		return err
	}
	p.items, p.total = paged.Items, paged.Total
	return nil
}

func (p *page[T]) objects() iter.Seq[object] {
	return func(yield func(object) bool) {
		for _, item := range p.items {
			if !yield(item) {
				return
			}
		}
	}
}

func (p *page[T]) Validate() error {
	if p.items == nil {
		return errors.New("it has no items")
	}
	return transport.ValidateEach("an item", p.items)
}

// list yields each item of a list once: the oldest first, if the service can order. It ends with the first error.
//
// Others create and delete objects while the list is read. In the order of creation, new rows come last, and a deleted row moves
// all later rows forward, across the border of two pages. Therefore each page begins with the last row of the page before.
// If it does not, rows may have moved across the border, and the list is read again from a page further back.
// A service that cannot order has no such border. Its list is read again until the number of rows seen equals the total of the service,
// without a change of the total. A list that cannot be read completely ends with an error.
func list[T object](ctx context.Context, c *Client, accepted credential, path string, query url.Values) iter.Seq2[T, error] {
	return paging.Items(T.id, func(sink *paging.Sink[T]) error {
		reader := &listReader[T]{
			client: c, accepted: accepted, path: path, query: query, sink: sink,
			parameters: pageParameters{"take": true, "skip": true, "orderby": true}, counted: map[string]bool{},
		}
		for range sink.Passes(maxPasses) {
			complete, err := reader.pass(ctx)
			if err != nil || complete {
				return err
			}
		}
		return c.transport.ListError(path, fmt.Sprintf("the list stayed incomplete: the service counts %d entries, and not all of them were found after reading it %d times",
			reader.total, maxPasses))
	})
}

type listReader[T object] struct {
	client     *Client
	accepted   credential
	path       string
	query      url.Values
	parameters pageParameters
	sink       *paging.Sink[T]
	// total is the number of rows by the last page; 0 if the service does not report it.
	total int
	// counted has the IDs of the rows that were seen. In a list without an order, only those seen since the last change of
	// total count: a row that was deleted since then would be counted in place of one that was not seen.
	counted   map[string]bool
	stepsBack int
}

// pass reads the list from its start to its end and reports whether all rows were seen.
func (r *listReader[T]) pass(ctx context.Context) (complete bool, err error) {
	reached := 0 // the end of the furthest page
	overlaps := false
	for skip := 0; ; {
		got, err := r.page(ctx, skip)
		if err != nil {
			return false, err
		}
		ordered := r.parameters["orderby"]
		if overlaps && ordered && (len(got.items) == 0 || !r.sink.Has(got.items[0])) {
			if r.stepsBack == maxStepsBack {
				return false, r.client.transport.ListError(r.path, "the list changed faster than it could be read. Try again later")
			}
			r.stepsBack++
			skip = max(0, skip-(pageSize-1))
			overlaps = skip > 0
			continue
		}
		r.count(got)
		fresh, err := r.sink.Put(got.items)
		if err != nil || got.whole {
			return true, err
		}
		end := skip + len(got.items)
		last := len(got.items) == 0 || r.total > 0 && end >= r.total || !r.parameters["skip"]
		// A page at a new place without a new item is the end of a list without a total. Otherwise a proxy drops the query.
		repeated := fresh == 0 && end > reached
		if last || repeated {
			return len(r.counted) >= r.total, nil
		}
		reached = max(reached, end)
		overlaps = ordered && len(got.items) > 1
		if skip = end; overlaps {
			skip--
		}
	}
}

// count adds the rows of a page to those that were seen.
func (r *listReader[T]) count(got page[T]) {
	if got.total != r.total && !r.parameters["orderby"] {
		clear(r.counted)
	}
	r.total = got.total
	for _, item := range got.items {
		r.counted[item.id()] = true
	}
}

// page reads the page that begins after skip rows, with the parameters that the service accepts.
func (r *listReader[T]) page(ctx context.Context, skip int) (page[T], error) {
	for {
		request := &transport.Request{Method: http.MethodGet, Path: r.path, Query: r.parameters.addTo(r.query, skip), Idempotent: true, Shared: true}
		var got page[T]
		err := r.client.call(ctx, r.accepted, request, &got)
		if !r.parameters.drop(err) {
			return got, err
		}
	}
}

// pageParameters are the query parameters for pages that the service accepts. A parameter that was refused is not sent again:
// "orderby" is unpublished, and the published list of projects has none of them.
type pageParameters map[string]bool

// drop removes the parameters that err says are refused, and reports whether there were any.
func (p pageParameters) drop(err error) bool {
	failure, ok := errors.AsType[*transport.Error](err)
	if !ok || failure.Reason != transport.Invalid {
		return false
	}
	before := len(p)
	for _, refused := range failure.Fields {
		delete(p, refused.Field)
	}
	return len(p) < before
}

// addTo returns a query with the parameters of the page that begins after skip rows.
func (p pageParameters) addTo(query url.Values, skip int) url.Values {
	query = maps.Clone(query)
	for name, value := range map[string]string{"take": strconv.Itoa(pageSize), "skip": strconv.Itoa(skip), "orderby": "createdAt:asc"} {
		if p[name] {
			query.Set(name, value)
		}
	}
	return query
}
