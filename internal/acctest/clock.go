package acctest

import (
	"sync"
	"time"
)

// Clock is a clock for an emulator, whose option Now is the method Now. A zero Clock shows the real time.
type Clock struct {
	mu      sync.Mutex
	stopped time.Time // zero for a clock that runs
	ahead   time.Duration
}

// NewStoppedClock returns a clock that shows this time until Advance changes it.
func NewStoppedClock(at time.Time) *Clock { return &Clock{stopped: at} }

// Now returns the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped.IsZero() {
		return time.Now().Add(c.ahead)
	}
	return c.stopped.Add(c.ahead)
}

// Advance sets the clock forward.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}
