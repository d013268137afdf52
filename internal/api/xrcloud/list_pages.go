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
	// pageSize is the most that the service returns at once.
	pageSize = 100
	// maxPasses bounds how often a list is read from its start because a pass did not see all of it.
	maxPasses = 3
	// maxStepsBack bounds how often a page is read again because rows before it were deleted.
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

func (p *page[T]) validate() error {
	if p.items == nil {
		return errors.New("it has no items")
	}
	for _, item := range p.items {
		if err := item.validate(); err != nil {
			return fmt.Errorf("an item in it is wrong: %w", err)
		}
	}
	return nil
}

// list reads a list page by page and yields each item once: the oldest first, if the service can order. It ends with the
// first error.
//
// Other people create and delete while the list is read. In the order of creation, new rows come at the end, and a deleted
// row moves all later ones forward, across the border of two pages. Therefore each page begins with the last row of the
// page before: if it does not, rows may have moved past the border, and the list is read again from a page further back.
// A service that cannot order has no such border. Its list is read again until all rows are seen that the service counts,
// without a change of that number. A list that cannot be read completely ends with an error.
func list[T object](ctx context.Context, c *Client, accepted credential, path string, query url.Values) iter.Seq2[T, error] {
	return paging.Items(T.id, func(sink *paging.Sink[T]) error {
		reader := &listReader[T]{
			client: c, accepted: accepted, path: path, query: query, sink: sink,
			parameters: pageParameters{"take": true, "skip": true, "orderby": true}, counted: map[string]bool{},
		}
		for range maxPasses {
			complete, err := reader.pass(ctx)
			if err != nil || complete {
				return err
			}
		}
		return reader.failure(fmt.Sprintf("the list stayed incomplete: the service counts %d entries, and not all of them were seen after reading it %d times",
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
	// total is the number of rows by the newest page; 0 if the service does not tell.
	total int
	// counted holds the rows that were seen. In a list without an order, only those seen since the total last changed
	// count: a row that was deleted since then would stand in for one that was missed.
	counted   map[string]bool
	stepsBack int
}

// pass reads the list from its start to its end and reports whether all rows were seen, or nobody reads any more.
func (r *listReader[T]) pass(ctx context.Context) (complete bool, err error) {
	seen := map[string]bool{} // in this pass
	reached := 0              // the end of the furthest page
	overlaps := false
	for skip := 0; ; {
		got, err := r.page(ctx, skip)
		if err != nil {
			return false, err
		}
		ordered := r.parameters["orderby"]
		if overlaps && ordered && (len(got.items) == 0 || !seen[got.items[0].id()]) {
			if r.stepsBack == maxStepsBack {
				return false, r.failure("the list changed faster than it could be read. Try again later")
			}
			r.stepsBack++
			skip = max(0, skip-(pageSize-1))
			overlaps = skip > 0
			continue
		}
		before := len(seen)
		r.count(got, seen)
		if _, more := r.sink.Put(got.items); !more || got.whole {
			return true, nil
		}
		end := skip + len(got.items)
		last := len(got.items) == 0 || r.total > 0 && end >= r.total || !r.parameters["skip"]
		// A page of nothing new at a new place: it is the end of a list without a total, or something drops the parameters.
		same := len(seen) == before && end > reached
		if last || same {
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
func (r *listReader[T]) count(got page[T], seen map[string]bool) {
	if got.total != r.total && !r.parameters["orderby"] {
		clear(r.counted)
	}
	r.total = got.total
	for _, item := range got.items {
		seen[item.id()] = true
		r.counted[item.id()] = true
	}
}

// page reads the page that begins after skip rows, with the parameters that the service takes.
func (r *listReader[T]) page(ctx context.Context, skip int) (page[T], error) {
	for {
		request := &transport.Request{Method: http.MethodGet, Path: r.path, Query: r.parameters.query(r.query, skip), Idempotent: true}
		var got page[T]
		err := r.client.call(ctx, r.accepted, request, &got)
		if !r.parameters.drop(err) {
			return got, err
		}
	}
}

func (r *listReader[T]) failure(message string) error {
	return r.client.transport.NotSentError(&transport.Request{Method: http.MethodGet, Path: r.path}, transport.Failed, message)
}

// pageParameters are the parameters by which a list is read in pages, as far as the service takes them. Each is omitted
// once it was refused: "orderby" is unpublished, and the published list of projects knows none of them.
type pageParameters map[string]bool

// drop removes the parameters that err says are refused, and reports whether there were any.
func (p pageParameters) drop(err error) bool {
	var failure *transport.Error
	if !errors.As(err, &failure) || failure.Reason != transport.Invalid {
		return false
	}
	before := len(p)
	for _, refused := range failure.Fields {
		delete(p, refused.Field)
	}
	return len(p) < before
}

// query adds the parameters of the page that begins after skip rows.
func (p pageParameters) query(of url.Values, skip int) url.Values {
	query := maps.Clone(of)
	for name, value := range map[string]string{"take": strconv.Itoa(pageSize), "skip": strconv.Itoa(skip), "orderby": "createdAt:asc"} {
		if p[name] {
			query.Set(name, value)
		}
	}
	return query
}
