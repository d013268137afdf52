package main

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestParseFlags(t *testing.T) {
	t.Parallel()
	opts, err := parseFlags([]string{"-rooms=10,20", "-delays=0,25ms", "-against=bare,plain", "-count=6"})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(opts.rooms, []int{10, 20}) || !slices.Equal(opts.delays, []time.Duration{0, 25 * time.Millisecond}) ||
		!slices.Equal(opts.against, []subject{bare, plain}) || opts.count != 6 {
		t.Errorf("got %+v", opts)
	}
	if opts, err = parseFlags([]string{"-against="}); err != nil || len(opts.against) != 0 || len(opts.rooms) != 3 || len(opts.delays) != 3 {
		t.Errorf("got %+v, %v", opts, err)
	}
}

func TestParseFlagsErrors(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"-rooms=many":           "-rooms: ",
		"-rooms=0":              "-rooms: ",
		"-delays=25":            "-delays: ",
		"-delays=-1s":           "-delays: ",
		"-against=generic":      `-against: "generic" is none of minimal, plain, terraform_data and bare`,
		"-count=0":              "-count",
		"-update -rooms=10":     "-update requires all measurements",
		"-against=bare -update": "-update requires all measurements",
		"rooms=10":              `unexpected argument "rooms=10"`,
	} {
		if _, err := parseFlags(strings.Fields(args)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", args, err, want)
		}
	}
}

func TestCountRequests(t *testing.T) {
	t.Parallel()
	const log = `2026-11-26T22:42:14.356Z POST /auth/login 201 1.2ms
2026-11-26T22:42:14.356Z GET /api/rooms/b9532a37-8dc4-4819-b5c0-2d735921466f 200 180µs
2026-11-26T22:42:14.356Z GET /api/rooms/36649868-3c4b-4918-8cd1-6c18f7e956f4 200 200µs
2026-11-26T22:42:14.356Z DELETE /api/rooms/36649868-3c4b-4918-8cd1-6c18f7e956f4 200 200µs
`
	counts, err := countRequests(strings.NewReader(log))
	want := map[string]int{"POST /auth/login": 1, "GET /api/rooms/{id}": 2, "DELETE /api/rooms/{id}": 1}
	if err != nil || !reflect.DeepEqual(counts, want) {
		t.Errorf("got %v, %v, want %v", counts, err, want)
	}
	if reads, writes, others := requestsOf(counts); reads != 2 || writes != 1 || others != 1 {
		t.Errorf("got %d reads, %d writes, %d others", reads, writes, others)
	}
	for _, line := range []string{
		"2026-11-26T22:42:14.356Z GET /api/rooms 404 180µs not found",
		"2026-11-26T22:42:14.356Z GET /api/rooms - 180µs the connection was closed without a complete response",
		"listening",
	} {
		if counts, err := countRequests(strings.NewReader(line)); err == nil {
			t.Errorf("%s: want an error, got %v", line, counts)
		}
	}
}

func TestParseMicroBenchmarks(t *testing.T) {
	t.Parallel()
	const output = `goos: linux
pkg: github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud
cpu: Intel(R) Xeon(R) Processor
BenchmarkReadRoom-2    	    6574	    182644 ns/op	   17968 B/op	     179 allocs/op
BenchmarkRead/rooms=10 	     100	      14.5 ns/op	  3.0 rooms/op	 8 B/op	       1 allocs/op
PASS
ok  	github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud	2.7s
PASS
pkg: github.com/xrcloud/terraform-provider-xrcloud/internal/room
BenchmarkFromAPI-16    	    6574	    100 ns/op	   0 B/op	     0 allocs/op
`
	want := []microBenchmark{
		{"internal/api/xrcloud", "ReadRoom", "182644", "17968", "179"},
		{"internal/api/xrcloud", "Read/rooms=10", "14.5", "8", "1"},
		{"internal/room", "FromAPI", "100", "0", "0"},
	}
	if got := parseMicroBenchmarks(output); !slices.Equal(got.rows, want) || got.text != output {
		t.Errorf("got %v, want %v", got.rows, want)
	}
}

func TestPackagesWithBenchmarks(t *testing.T) {
	t.Parallel()
	file := func(content string) *fstest.MapFile { return &fstest.MapFile{Data: []byte("package x\n" + content)} }
	found, err := packagesWithBenchmarks(fstest.MapFS{
		"internal/a/a_test.go":       file("\nfunc BenchmarkA(b *testing.B) {}\n"),
		"internal/a/more_test.go":    file("\nfunc BenchmarkB(b *testing.B) {}\n"),
		"internal/b/b_test.go":       file("\nfunc TestB(t *testing.T) {}\n"),
		"internal/c/c.go":            file("\nfunc BenchmarkC(b *testing.B) {}\n"),
		"internal/d/e/bench_test.go": file("\nfunc BenchmarkD(b *testing.B) {}\n"),
	})
	if want := []string{"./internal/a", "./internal/d/e"}; err != nil || !slices.Equal(found, want) {
		t.Errorf("got %v, %v, want %v", found, err, want)
	}
}
