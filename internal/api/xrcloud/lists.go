package xrcloud

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// pageSize is the most that the service gives at once.
const pageSize = 100

// maxPasses bounds how often a list without a stable order is read again for what its pages missed.
const maxPasses = 3

// thing is what all objects in lists have.
type thing interface {
	key() string
	created() string
	problem() string
}

// page is an answer to a list call. The published form of some lists is a bare array instead, which is all of it.
type page[T thing] struct {
	items []T
	total int
	whole bool
}

// UnmarshalJSON implements json.Unmarshaler.
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

func (p *page[T]) problem() string {
	if p.items == nil {
		return "it has no items"
	}
	for _, item := range p.items {
		if problem := item.problem(); problem != "" {
			return "an item in it is wrong: " + problem
		}
	}
	return ""
}

// paging holds the parameters by which a list is read in pages, as far as the service takes them. Each is left out once
// it was refused: "orderby" is unpublished, and the published list of projects knows none of them.
type paging map[string]bool

// drop leaves out what err says that the service refuses, and says whether there was anything.
func (p paging) drop(err error) bool {
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

// query adds the parameters of the page that begins after skip things.
func (p paging) query(of url.Values, skip int) url.Values {
	query := maps.Clone(of)
	for name, value := range map[string]string{"take": strconv.Itoa(pageSize), "skip": strconv.Itoa(skip), "orderby": "createdAt:asc"} {
		if p[name] {
			query.Set(name, value)
		}
	}
	return query
}

// list reads a list page by page: each thing once, oldest first where the service can order. It ends with the first
// error. A service that cannot order gives its pages in no stable order, so that they may miss some, and they are read
// again until all are seen.
func list[T thing](ctx context.Context, c *Client, takes credential, path string, query url.Values) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		seen := map[string]bool{}
		paging := paging{"take": true, "skip": true, "orderby": true}
		var none T
		for range maxPasses {
			var total int
			for skip := 0; ; {
				request := &transport.Request{Method: http.MethodGet, Path: path, Query: paging.query(query, skip), Repeatable: true}
				var got page[T]
				err := c.call(ctx, takes, request, &got)
				if paging.drop(err) {
					continue
				}
				if err != nil {
					yield(none, err)
					return
				}
				fresh := 0
				for _, item := range got.items {
					if seen[item.key()] {
						continue
					}
					seen[item.key()] = true
					fresh++
					if !yield(item, nil) {
						return
					}
				}
				skip += len(got.items)
				total = got.total
				more := skip < total || total <= 0 // a list without a total ends with a page of nothing new
				stuck := fresh == 0 && (total <= 0 || paging["orderby"])
				if got.whole || len(got.items) == 0 || !more || stuck || !paging["skip"] {
					break
				}
			}
			if len(seen) >= total {
				return
			}
		}
		yield(none, c.transport.Unsent(&transport.Request{Method: http.MethodGet, Path: path}, transport.Failed,
			fmt.Sprintf("the service's list stayed incomplete: not all of its entries were seen after reading it %d times", maxPasses)))
	}
}

// named is a thing that lists can be searched for by name.
type named interface {
	thing
	name() string
}

// longestSearch is how long a name may be, in bytes, to be searched for by the service: a query has to fit into the head
// of a request.
const longestSearch = 500

// listNamed lists all things of a parent, which a field of the query names by its id, or those with exactly a name
// unless that is empty. The service's own search is a contains in which %, _ and \ have a meaning, and to which a letter
// with an accent is not the letter followed by its accent: it is only asked for plain names, and its answer is filtered
// again.
func listNamed[T named](ctx context.Context, c *Client, path, field, id string, query url.Values, name string) iter.Seq2[T, error] {
	if err := c.checkID(&transport.Request{Method: http.MethodGet, Path: path}, field, id); err != nil {
		return func(yield func(T, error) bool) {
			var none T
			yield(none, err)
		}
	}
	query.Set(field, id)
	if name != "" && len(name) <= longestSearch && !strings.ContainsAny(name, "%_\\\x00") && norm.NFD.IsNormalString(name) {
		query.Set("name", name)
	}
	all := list[T](ctx, c, anyCredential, path, query)
	if name == "" {
		return all
	}
	name = transport.Text(name)
	return func(yield func(T, error) bool) {
		for item, err := range all {
			if (err != nil || transport.Text(item.name()) == name) && !yield(item, err) {
				return
			}
		}
	}
}

// confirmEmpty asks for the parent of a list in which nothing was found: the service lists nothing for a parent that does
// not exist, or that belongs to another account. A list that is not empty costs no further request.
func confirmEmpty[T any](items iter.Seq2[T, error], readParent func() error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		empty := true
		for item, err := range items {
			empty = false
			if !yield(item, err) {
				return
			}
		}
		if !empty {
			return
		}
		if err := readParent(); err != nil {
			var none T
			yield(none, err)
		}
	}
}

// All reads a list to its end and sorts it by creation, the oldest first.
func All[T thing](items iter.Seq2[T, error]) ([]T, error) {
	all := []T{}
	for item, err := range items {
		if err != nil {
			return nil, err
		}
		all = append(all, item)
	}
	slices.SortStableFunc(all, func(a, b T) int {
		return cmp.Or(cmp.Compare(a.created(), b.created()), cmp.Compare(a.key(), b.key()))
	})
	return all, nil
}
