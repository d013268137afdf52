package tfserver

import (
	"runtime/debug"
	"testing"
)

func TestTuneMemory(t *testing.T) { //nolint:paralleltest // it sets environment variables and settings of the process
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(1<<40)
	t.Cleanup(func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	})
	settings := func() [2]int64 {
		return [2]int64{int64(debug.SetGCPercent(100)), debug.SetMemoryLimit(1 << 40)}
	}
	for _, test := range []struct {
		gogc, gomemlimit string
		want             [2]int64
	}{
		{"", "", [2]int64{gcPercent, memoryLimit}},
		{"100", "", [2]int64{100, memoryLimit}},
		{"", "1TiB", [2]int64{gcPercent, 1 << 40}},
	} {
		t.Setenv("GOGC", test.gogc)
		t.Setenv("GOMEMLIMIT", test.gomemlimit)
		TuneMemory()
		if got := settings(); got != test.want {
			t.Errorf("GOGC=%q GOMEMLIMIT=%q: got %v, want %v", test.gogc, test.gomemlimit, got, test.want)
		}
	}
}
