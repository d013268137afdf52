package xrcloud

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// object is what all objects in lists have.
type object interface {
	id() string
	createdAt() string
	problem() string
}

// page is an answer to a list call. The published form of some lists is a bare array instead, which is all of it.
type page[T object] struct {
	items []T
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

// named is a thing that lists can be searched for by name.
type named interface {
	object
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
	name = norm.NFC.String(name)
	return paging.Filter(all, func(item T) bool { return norm.NFC.String(item.name()) == name })
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

// Collect reads a list to its end and sorts it by creation, the oldest first.
func Collect[T object](items iter.Seq2[T, error]) ([]T, error) {
	return paging.Collect(items, func(a, b T) int {
		return cmp.Or(cmp.Compare(a.createdAt(), b.createdAt()), cmp.Compare(a.id(), b.id()))
	})
}
