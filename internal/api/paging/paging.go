// Package paging reads lists that a service returns in pages. Each service decides how it asks for a page and when a list
// ends; what is common to all of them is here: each item is yielded once, as soon as its page is read.
package paging

import (
	"iter"
	"slices"
)

// Items yields each item of a list once, by its ID. read reads the pages in order and passes each to the sink. It returns
// when the list ends or when the sink wants no more; its error is yielded last.
func Items[T any](id func(T) string, read func(*Sink[T]) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		sink := &Sink[T]{id: id, yield: yield, seen: map[string]bool{}}
		if err := read(sink); err != nil && !sink.stopped {
			var none T
			yield(none, err)
		}
	}
}

// Sink takes the pages of one list.
type Sink[T any] struct {
	id      func(T) string
	yield   func(T, error) bool
	seen    map[string]bool
	stopped bool
}

// Put yields the items of a page that no earlier page had, and returns their number. more is false if the reader of the
// list stopped: then no other page may be read.
func (s *Sink[T]) Put(page []T) (fresh int, more bool) {
	for _, item := range page {
		id := s.id(item)
		if s.seen[id] {
			continue
		}
		s.seen[id] = true
		fresh++
		if !s.yield(item, nil) {
			s.stopped = true
			return fresh, false
		}
	}
	return fresh, true
}

// Filter yields the items for which keep is true, and errors.
func Filter[T any](items iter.Seq2[T, error], keep func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for item, err := range items {
			if (err != nil || keep(item)) && !yield(item, err) {
				return
			}
		}
	}
}

// Collect reads a list to its end and sorts it. Part of a list is never returned: an error is returned alone.
func Collect[T any](items iter.Seq2[T, error], compare func(a, b T) int) ([]T, error) {
	all := []T{}
	for item, err := range items {
		if err != nil {
			return nil, err
		}
		all = append(all, item)
	}
	slices.SortStableFunc(all, compare)
	return all, nil
}
