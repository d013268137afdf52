package transport

import (
	"context"
	"net/http"
	"time"
)

// setClock notes how far the service's clock is ahead of ours, to the second, by the Date header of an answer.
func (c *Client) setClock(header http.Header) {
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		c.ahead.Store(int64(time.Until(date)))
	}
}

// ServiceTime is what the service's clock shows at our time t, give or take a second and the time of a request. Where
// the service never told its time, both clocks are taken to agree.
func (c *Client) ServiceTime(t time.Time) time.Time { return t.Add(time.Duration(c.ahead.Load())) }

// Wait waits as long as before a repetition of a request: attempt 0 is the first. It ends with the context.
func (c *Client) Wait(ctx context.Context, attempt int) error {
	timer := time.NewTimer(backoff(c.http.RetryWaitMin, c.http.RetryWaitMax, attempt, nil))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// MaxRetries is how often a request is repeated at the most.
func (c *Client) MaxRetries() int { return c.config.MaxRetries }
