// Package paging reads lists that a service returns in pages. How to request a page, and when a list ends, depends on the
// service. This package has the common part: each item is yielded once, as soon as its page is read.
package paging

import (
	"errors"
	"iter"
	"slices"
)

// Items yields each item of a list once, by its ID. read reads the pages in order and puts each into the sink. It returns at
// the end of the list or with an error, which is yielded last.
func Items[T any](id func(T) string, read func(*Sink[T]) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		sink := &Sink[T]{id: id, yield: yield, yielded: map[string]bool{}, seen: map[string]bool{}}
		if err := read(sink); err != nil && !sink.stopped {
			var none T
			yield(none, err)
		}
	}
}

// Sink receives the pages of one list.
type Sink[T any] struct {
	id      func(T) string
	yield   func(T, error) bool
	yielded map[string]bool
	stopped bool

	// seen are the IDs on the pages of the current pass.
	seen map[string]bool
	// found is the number of items that the current pass was the first to see.
	found int
}

// errStopped ends the reading of pages. It is never yielded.
var errStopped = errors.New("no more items are wanted")

// Passes begins another pass over the pages in each iteration, at most the given number of times. It is for lists that must be
// read again until a pass is complete, because items move between pages while the list is read.
func (s *Sink[T]) Passes(most int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for pass := range most {
			s.seen, s.found = map[string]bool{}, 0
			if !yield(pass) {
				return
			}
		}
	}
}

// Put yields the items of a page that were not yielded before. fresh is the number of items that no earlier page of this pass
// had. Put returns an error if no more items are wanted: then no other page may be read.
func (s *Sink[T]) Put(page []T) (fresh int, err error) {
	for _, item := range page {
		id := s.id(item)
		if s.seen[id] {
			continue
		}
		s.seen[id] = true
		fresh++
		if s.yielded[id] {
			continue
		}
		s.yielded[id] = true
		s.found++
		if !s.yield(item, nil) {
			s.stopped = true
			return fresh, errStopped
		}
	}
	return fresh, nil
}

// Has reports whether an earlier page of this pass had an item.
func (s *Sink[T]) Has(item T) bool { return s.seen[s.id(item)] }

// Found returns the number of items that this pass was the first to see.
func (s *Sink[T]) Found() int { return s.found }

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
