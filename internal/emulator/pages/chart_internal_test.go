package pages

import (
	"slices"
	"strconv"
	"testing"
	"time"
)

func TestChart(t *testing.T) {
	t.Parallel()
	nine := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		visits []visit
		// bars and ticks are positions and labels.
		bars, ticks []string
	}{
		"no visit":       {nil, nil, nil},
		"a moment":       {[]visit{{Joined: nine, Left: nine}}, []string{"0.00%+0.80%"}, []string{"25.00% 09:00:15", "50.00% 09:00:30", "75.00% 09:00:45", "100.00% 09:01:00"}},
		"at the end":     {[]visit{{Joined: nine, Left: nine.Add(100 * time.Minute)}, {Joined: nine.Add(100 * time.Minute)}}, []string{"0.00%+100.00%", "99.20%+0.80%"}, []string{"30.00% 09:30", "60.00% 10:00", "90.00% 10:30"}},
		"reported later": {[]visit{{Joined: nine.Add(time.Minute), Left: nine.Add(2 * time.Minute)}, {Joined: nine, Left: nine.Add(time.Minute)}}, []string{"50.00%+50.00%", "0.00%+50.00%"}, []string{"25.00% 09:00:30", "50.00% 09:01:00", "75.00% 09:01:30", "100.00% 09:02:00"}},
		"left too early": {[]visit{{Joined: nine, Left: nine.Add(-time.Hour)}}, []string{"0.00%+0.80%"}, []string{"25.00% 09:00:15", "50.00% 09:00:30", "75.00% 09:00:45", "100.00% 09:01:00"}},
		"days":           {[]visit{{Joined: nine, Left: nine.Add(240 * time.Hour)}}, []string{"0.00%+100.00%"}, []string{"6.25% May 2", "36.25% May 5", "66.25% May 8", "96.25% May 11"}},
		"years":          {[]visit{{Joined: nine, Left: nine.AddDate(8, 0, 0)}}, []string{"0.00%+100.00%"}, []string{"1.22% Jun 2026", "26.24% Jun 2028", "51.25% Jun 2030", "76.27% Jun 2032"}},
		"centuries":      {[]visit{{Joined: nine, Left: nine.AddDate(7000, 0, 0)}, {Joined: nine.AddDate(6000, 0, 0)}}, []string{"0.00%+100.00%", "99.20%+0.80%"}, []string{"7.05% Dec 2046", "32.05% Jan 2120", "57.05% Jan 2193", "82.05% Feb 2266"}},
	} {
		c := newChart(test.visits, nine.Add(100*time.Minute))
		var bars, ticks []string
		for _, b := range c.Bars {
			bars = append(bars, b.X+"+"+b.Width)
		}
		for _, tick := range c.Ticks {
			ticks = append(ticks, tick.X+" "+tick.Label)
		}
		if !slices.Equal(bars, test.bars) || !slices.Equal(ticks, test.ticks) {
			t.Errorf("%s: bars %q and ticks %q, want %q and %q", name, bars, ticks, test.bars, test.ticks)
		}
	}
}

func TestTickStep(t *testing.T) {
	t.Parallel()
	for length := time.Minute; length < 100000*time.Hour; length += length / 7 {
		if ticks := length / tickStep(length); ticks < 1 || ticks > maxTicks {
			t.Errorf("%v has %d steps of %v", length, ticks, tickStep(length))
		}
	}
}

func TestVisitorNames(t *testing.T) {
	t.Parallel()
	var names visitorNames
	for i := range maxNames + 1 {
		names.add(strconv.Itoa(i), "x")
	}
	if len(names.names) != maxNames || names.names["0"] != "" || names.names["1"] != "x" || len(names.sessions) != maxNames {
		t.Errorf("%d names, of %d sessions", len(names.names), len(names.sessions))
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		999 * time.Microsecond: "<1 ms", 1500 * time.Microsecond: "1 ms", 59 * time.Second: "59 s", 90 * time.Second: "1 min 30 s", 25*time.Hour + 5*time.Minute: "25 h 5 min",
	} {
		if got := span(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
