package emulator

import (
	"strconv"
	"testing"
)

func TestRecent(t *testing.T) {
	t.Parallel()
	var r recent[int]
	for i := range maxLinks + 2 {
		r.add(strconv.Itoa(i), i)
	}
	r.replace("0", 7)
	r.replace("2", 7)
	_, first := r.values["0"]
	_, second := r.values["1"]
	if first || second || r.values["2"] != 7 || r.values["3"] != 3 || len(r.values) != maxLinks || len(r.keys) != maxLinks {
		t.Errorf("first %t, second %t, third %d, %d values, %d keys", first, second, r.values["2"], len(r.values), len(r.keys))
	}
}
