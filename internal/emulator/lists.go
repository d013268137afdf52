package emulator

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// maxPageSize is the maximum number of items on a page, and the default.
const maxPageSize = 100

// pageFields are the query parameters of all lists, after those of the list itself.
var pageFields = []field{
	optional("take", asNumber, atMost(maxPageSize), atLeast(1), isInteger),
	optional("skip", asNumber, atLeast(0), isInteger),
}

// orderField is the query parameter that the published page does not have.
var orderField = optional("orderby", asIs)

// page is the response to a list request.
type page[T any] struct {
	Items []T     `json:"items"`
	Total int     `json:"total"`
	Take  float64 `json:"take"`
	Skip  float64 `json:"skip"`
}

// columns are the columns by which a list can be ordered.
var columns = map[string]func(a, b entity) int{
	"id":        func(a, b entity) int { return cmp.Compare(a.ID, b.ID) },
	"createdAt": func(a, b entity) int { return a.CreatedAt.Compare(b.CreatedAt) },
	"updatedAt": func(a, b entity) int { return a.UpdatedAt.Compare(b.UpdatedAt) },
	"version":   func(a, b entity) int { return cmp.Compare(a.Version, b.Version) },
}

// order compares two items of a list. Nil is no order.
type order func(a, b entity) int

// queryOrder reads the query parameter orderby. The service checks it before all other parameters.
func (c *call) queryOrder() (order, error) {
	value, given := c.query["orderby"]
	if !given || c.options.Published {
		return nil, nil
	}
	text, ok := value.(string)
	if !ok {
		return nil, errInternal
	}
	name, direction, found := strings.Cut(text, ":")
	if !found || strings.Contains(direction, ":") {
		return nil, badRequest("Invalid orderby format. It should be name:direction.")
	}
	if direction != "asc" && direction != "desc" {
		return nil, badRequest(`Invalid direction. It should be either "asc" or "desc".`)
	}
	compare, known := columns[name]
	if !known {
		return nil, errInternal
	}
	if direction == "desc" {
		return func(a, b entity) int { return compare(b, a) }, nil
	}
	return compare, nil
}

// listFields returns the query parameters of a list: its own and those of all lists.
func (c *call) listFields(own []field) []field {
	fields := slices.Concat(own, pageFields)
	if !c.options.Published {
		fields = append(fields, orderField)
	}
	return fields
}

// newPage orders the rows and returns the requested page.
//
// Without an order, the database returns the rows that were not changed for the longest time first. Since it does not
// guarantee this, a list with more than one page starts one row later at each read: a client that combines unordered
// pages then gets some rows twice and misses others. The published form has no order to request, and no such shift.
func newPage[T interface{ base() entity }](c *call, rows []T, by order, in input) (page[T], error) {
	take, skip := in.number("take", maxPageSize), in.number("skip", 0)
	if skip >= math.MaxInt64 {
		return page[T]{}, errInternal // larger than the integers of the database
	}
	slices.SortFunc(rows, func(a, b T) int { return a.base().UpdatedAt.Compare(b.base().UpdatedAt) })
	total := len(rows)
	if by != nil {
		slices.SortStableFunc(rows, func(a, b T) int { return by(a.base(), b.base()) })
	} else if total > int(take) && !c.options.Published {
		start := c.unorderedLists % total
		c.unorderedLists++
		rows = slices.Concat(rows[start:], rows[:start])
	}
	first := int(min(skip, float64(total)))
	return page[T]{Items: rows[first:min(first+int(take), total)], Total: total, Take: take, Skip: skip}, nil
}

// mapItems returns the page with the view of each item.
func mapItems[T, V any](p page[T], view func(T) V) page[V] {
	views := make([]V, len(p.Items))
	for i, item := range p.Items {
		views[i] = view(item)
	}
	return page[V]{Items: views, Total: p.Total, Take: p.Take, Skip: p.Skip}
}
