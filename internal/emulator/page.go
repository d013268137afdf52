package emulator

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// mostPerPage is the largest page, and the one that a client gets who asks for none.
const mostPerPage = 100

// paging are the parameters that all lists take, behind their own.
var paging = []field{
	optional("take", asNumber, atMost(mostPerPage), atLeast(1), isInteger),
	optional("skip", asNumber, atLeast(0), isInteger),
}

// ordered is the parameter that the published page does not know.
var ordered = optional("orderby", asIs)

// listing is the answer to a list request.
type listing[T any] struct {
	Items []T     `json:"items"`
	Total int     `json:"total"`
	Take  float64 `json:"take"`
	Skip  float64 `json:"skip"`
}

// entity is what projects, scenes, rooms and users have in common.
type entity struct {
	ID        string
	CreatedAt time.Time
	UpdatedAt time.Time
	// Version counts the changes, from 1.
	Version int
}

func (e entity) key() string  { return e.ID }
func (e entity) base() entity { return e }

// touched is the entity after a change that is made now.
func (e entity) touched(t *tx) entity {
	e.UpdatedAt, e.Version = t.stamp(), e.Version+1
	return e
}

func newEntity(t *tx) entity {
	now := t.stamp()
	return entity{ID: newID(), CreatedAt: now, UpdatedAt: now, Version: 1}
}

// columns are what a list can be ordered by.
var columns = map[string]func(a, b entity) int{
	"id":        func(a, b entity) int { return cmp.Compare(a.ID, b.ID) },
	"createdAt": func(a, b entity) int { return a.CreatedAt.Compare(b.CreatedAt) },
	"updatedAt": func(a, b entity) int { return a.UpdatedAt.Compare(b.UpdatedAt) },
	"version":   func(a, b entity) int { return cmp.Compare(a.Version, b.Version) },
}

// order is how a client wants a list ordered; a nil compare is no order at all.
type order func(a, b entity) int

// queryOrder reads the orderby parameter, which the service looks at before it checks any other.
func (c *call) queryOrder() (order, error) {
	value, given := c.query["orderby"]
	if !given || c.options.Published {
		return nil, nil
	}
	text, ok := value.(string)
	if !ok {
		return nil, errBroken
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
		return nil, errBroken
	}
	if direction == "desc" {
		return func(a, b entity) int { return compare(b, a) }, nil
	}
	return compare, nil
}

// listFields are a list's own parameters and those that all lists take.
func (c *call) listFields(own []field) []field {
	fields := slices.Concat(own, paging)
	if !c.options.Published {
		fields = append(fields, ordered)
	}
	return fields
}

// page orders the rows and cuts out the page that was asked for.
//
// Without an order the rows come as the database finds them: those longest unchanged first. And because the database
// promises nothing there, a list that does not fit its page starts one row further at each read, so that a client which
// puts pages together without asking for an order gets rows twice and misses others. The published form has no order to
// ask for, and keeps to the first rule.
func page[T interface{ base() entity }](c *call, rows []T, by order, in input) (listing[T], error) {
	take, skip := in.number("take", mostPerPage), in.number("skip", 0)
	if skip >= math.MaxInt64 {
		return listing[T]{}, errBroken // beyond the whole numbers of the database
	}
	slices.SortFunc(rows, func(a, b T) int { return a.base().UpdatedAt.Compare(b.base().UpdatedAt) })
	total := len(rows)
	if by != nil {
		slices.SortStableFunc(rows, func(a, b T) int { return by(a.base(), b.base()) })
	} else if total > int(take) && !c.options.Published {
		start := c.scans % total
		c.scans++
		rows = slices.Concat(rows[start:], rows[:start])
	}
	first := int(min(skip, float64(total)))
	return listing[T]{Items: rows[first:min(first+int(take), total)], Total: total, Take: take, Skip: skip}, nil
}

// shown turns a page of records into a page of what clients see of them.
func shown[T, V any](of listing[T], show func(T) V) listing[V] {
	views := make([]V, len(of.Items))
	for i, item := range of.Items {
		views[i] = show(item)
	}
	return listing[V]{Items: views, Total: of.Total, Take: of.Take, Skip: of.Skip}
}

// contains tells whether the pattern occurs in the text the way the database sees it: % stands for any run of
// characters, _ for any one, a backslash takes the meaning of what follows, and the case of letters matters.
func contains(text, pattern string) bool {
	return like([]rune(text), []rune("%"+pattern+"%"))
}

func like(text, pattern []rune) bool {
	t, p := 0, 0
	star, from := -1, 0 // the last % and how far the text was when it was met
	for t < len(text) || p < len(pattern) {
		if p < len(pattern) {
			switch literal := pattern[p] == '\\' && p+1 < len(pattern); {
			case pattern[p] == '%':
				star, from = p, t
				p++
				continue
			case literal && t < len(text) && pattern[p+1] == text[t]:
				t, p = t+1, p+2
				continue
			case !literal && t < len(text) && (pattern[p] == '_' || pattern[p] == text[t]):
				t, p = t+1, p+1
				continue
			}
		}
		if star < 0 || from >= len(text) {
			return false
		}
		from++
		t, p = from, star+1
	}
	return true
}
