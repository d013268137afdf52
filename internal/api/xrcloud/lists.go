package xrcloud

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

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
	if err := json.Unmarshal(data, &p.items); err == nil && p.items != nil {
		p.whole = true
		return nil
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

// list reads a list page by page: each thing once, oldest first where the service can order. It ends with the first
// error. Lists are ordered by "orderby", which is unpublished; a service that refuses it gives its pages in no stable
// order, so that they may miss some, and they are read again until all are seen.
func list[T thing](ctx context.Context, c *Client, takes credential, path string, query url.Values) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		seen := map[string]bool{}
		ordered := true
		var none T
		for range maxPasses {
			total := 0
			for skip := 0; ; {
				got, err := listPage[T](ctx, c, takes, path, query, skip, ordered)
				if ordered && refusesOrder(err) {
					ordered = false
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
				if got.whole || len(got.items) == 0 || skip >= total && total > 0 || fresh == 0 && total == 0 {
					break
				}
			}
			if ordered || len(seen) >= total {
				return
			}
		}
		yield(none, c.transport.Unsent(&transport.Request{Method: http.MethodGet, Path: path}, transport.Failed,
			fmt.Sprintf("the service's list stayed incomplete: its pages come in no stable order, and not all entries were seen after reading it %d times", maxPasses)))
	}
}

func listPage[T thing](ctx context.Context, c *Client, takes credential, path string, query url.Values, skip int, ordered bool) (page[T], error) {
	paged := url.Values{"take": {strconv.Itoa(pageSize)}, "skip": {strconv.Itoa(skip)}}
	for name, values := range query {
		paged[name] = values
	}
	if ordered {
		paged.Set("orderby", "createdAt:asc")
	}
	var got page[T]
	request := &transport.Request{Method: http.MethodGet, Path: path, Query: paged, Repeatable: true}
	err := c.call(ctx, takes, request, &got)
	return got, err
}

// named is a thing that lists can be searched for by name.
type named interface {
	thing
	name() string
}

// listNamed lists all things, or those with exactly a name unless that is empty. The service's own search is a contains
// in which %, _ and \ have a meaning: it is only asked for plain names, and its answer is filtered again.
func listNamed[T named](ctx context.Context, c *Client, path string, query url.Values, name string) iter.Seq2[T, error] {
	if name != "" && !strings.ContainsAny(name, `%_\`) {
		query.Set("name", name)
	}
	all := list[T](ctx, c, anyCredential, path, query)
	if name == "" {
		return all
	}
	return func(yield func(T, error) bool) {
		for item, err := range all {
			if (err != nil || item.name() == name) && !yield(item, err) {
				return
			}
		}
	}
}

// refusesOrder says that the service knows no ordered lists.
func refusesOrder(err error) bool {
	var failure *transport.Error
	return errors.As(err, &failure) && failure.Reason == transport.Invalid &&
		slices.ContainsFunc(failure.Fields, func(f transport.FieldError) bool { return f.Field == "orderby" })
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
