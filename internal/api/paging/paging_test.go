package paging_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
)

var errPage = errors.New("the page cannot be read")

func itself(item string) string { return item }

// pages returns a read function for pages given as texts, one letter an item; "!" is an error. read counts them.
func pages(read *int, texts ...string) func(*paging.Sink[string]) error {
	return func(sink *paging.Sink[string]) error {
		for _, text := range texts {
			*read++
			if text == "!" {
				return errPage
			}
			if _, more := sink.Put(strings.Split(text, "")); !more {
				return errPage // must not be yielded: nobody reads any more
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

func TestCollectReturnsNoPartOfAList(t *testing.T) {
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
