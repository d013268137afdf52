package xrcloud

import (
	"cmp"
	"context"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// object is an object of the service that lists return.
type object interface {
	transport.Body
	id() string
	createdAt() string
}

// namedObject is an object of a list that can be filtered by name.
type namedObject interface {
	object
	name() string
}

// maxNameQuery is the maximum length of a name in a query, in bytes, because the service limits the head of a request.
const maxNameQuery = 500

// listNamed lists the objects of a parent, which the query names by field and id: all, or those with exactly the given name.
// The service's own filter matches names that contain a string, treats %, _ and \ as special characters, and does not match different
// Unicode forms of a name. It is only used for names without these, and its result is filtered again.
func listNamed[T namedObject](ctx context.Context, c *Client, path, field, id string, query url.Values, name string) iter.Seq2[T, error] {
	if err := c.checkID(&transport.Request{Method: http.MethodGet, Path: path}, field, id); err != nil {
		return paging.Items(T.id, func(*paging.Sink[T]) error { return err })
	}
	query.Set(field, id)
	if name != "" && len(name) <= maxNameQuery && !strings.ContainsAny(name, "%_\\\x00") && norm.NFD.IsNormalString(name) {
		query.Set("name", name)
	}
	all := list[T](ctx, c, anyCredential, path, query)
	if name == "" {
		return all
	}
	name = norm.NFC.String(name)
	return paging.Filter(all, func(item T) bool { return norm.NFC.String(item.name()) == name })
}

// confirmEmpty reads the parent of an empty list: the service returns an empty list for a parent that does not exist, or that
// belongs to another account. A list that is not empty needs no other request.
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

// Collect reads a list to its end and sorts it by creation time, the oldest first.
func Collect[T object](items iter.Seq2[T, error]) ([]T, error) {
	return paging.Collect(items, func(a, b T) int {
		return cmp.Or(cmp.Compare(a.createdAt(), b.createdAt()), cmp.Compare(a.id(), b.id()))
	})
}
