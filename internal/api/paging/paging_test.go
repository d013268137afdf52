package paging_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
)

var errPage = errors.New("the page cannot be read")

func itself(item string) string { return item }

// pages returns a read function for pages given as strings, in which each letter is an item; "!" is an error. It counts the pages in read.
func pages(read *int, texts ...string) func(*paging.Sink[string]) error {
	return func(sink *paging.Sink[string]) error {
		for _, text := range texts {
			*read++
			if text == "!" {
				return errPage
			}
			if _, err := sink.Put(strings.Split(text, "")); err != nil {
				return errPage // must not be yielded after the reader stopped
			}
		}
		return nil
	}
}

func TestItemsYieldsEachItemOnce(t *testing.T) {
	t.Parallel()
	var read int
	got, err := paging.Collect(paging.Items(itself, pages(&read, "ca", "ab", "b", "cd")), strings.Compare)
	if err != nil || strings.Join(got, "") != "abcd" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestItemsStopsWhereTheReaderStops(t *testing.T) {
	t.Parallel()
	var read int
	for item, err := range paging.Items(itself, pages(&read, "ab", "cd", "ef")) {
		if err != nil {
			t.Fatal(err)
		}
		if item == "c" {
			break
		}
	}
	if read != 2 {
		t.Errorf("read %d pages, want 2", read)
	}
}

// Each pass counts the new items of its pages, and the items that no earlier pass had found.
func TestPassesCountTheirOwnItems(t *testing.T) {
	t.Parallel()
	passes := [][]string{{"ab", "bc"}, {"ab", "ab", "d"}, {"abcd"}, {"e"}}
	type count struct {
		fresh []int
		found int
	}
	var counts []count
	items := paging.Items(itself, func(sink *paging.Sink[string]) error {
		for pass := range sink.Passes(3) {
			if sink.Has("a") || sink.Found() != 0 {
				t.Errorf("pass %d begins with the items of the pass before", pass)
			}
			var got count
			for _, text := range passes[pass] {
				fresh, err := sink.Put(strings.Split(text, ""))
				if err != nil {
					return err
				}
				got.fresh = append(got.fresh, fresh)
			}
			if !sink.Has("a") || sink.Has("e") {
				t.Errorf("pass %d does not know its items", pass)
			}
			got.found = sink.Found()
			counts = append(counts, got)
		}
		return errPage
	})
	var got []string
	var failed error
	for item, err := range items {
		if err != nil {
			failed = err
			continue
		}
		got = append(got, item)
	}
	if !slices.Equal(got, []string{"a", "b", "c", "d"}) || !errors.Is(failed, errPage) {
		t.Errorf("got %q, %v", got, failed)
	}
	want := []count{{[]int{2, 1}, 3}, {[]int{2, 0, 1}, 1}, {[]int{4}, 0}}
	if !reflect.DeepEqual(counts, want) {
		t.Errorf("got %+v, want %+v", counts, want)
	}
}

func TestPassesEndWhereTheReaderStops(t *testing.T) {
	t.Parallel()
	var read int
	items := paging.Items(itself, func(sink *paging.Sink[string]) error {
		for range sink.Passes(3) {
			if err := pages(&read, "ab", "cd")(sink); err != nil {
				return err
			}
		}
		return nil
	})
	for item, err := range items {
		if err != nil {
			t.Fatal(err)
		}
		if item == "a" {
			break
		}
	}
	if read != 1 {
		t.Errorf("read %d pages, want 1", read)
	}
}

func TestCollectReturnsNoPartialList(t *testing.T) {
	t.Parallel()
	var read int
	got, err := paging.Collect(paging.Items(itself, pages(&read, "ab", "!")), strings.Compare)
	if !errors.Is(err, errPage) || got != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestFilterKeepsErrors(t *testing.T) {
	t.Parallel()
	var read int
	var got []string
	var failed error
	for item, err := range paging.Filter(paging.Items(itself, pages(&read, "abc", "!")), func(item string) bool { return item != "b" }) {
		if err != nil {
			failed = err
			continue
		}
		got = append(got, item)
	}
	if !slices.Equal(got, []string{"a", "c"}) || !errors.Is(failed, errPage) {
		t.Errorf("got %q, %v", got, failed)
	}
}
