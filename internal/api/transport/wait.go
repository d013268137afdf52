package transport

import (
	"context"
	"time"
)

// Wait waits as long as before a repetition of a request: attempt 0 is the first. It ends with the context.
func (c *Client) Wait(ctx context.Context, attempt int) error {
	timer := time.NewTimer(backoff(c.config.RetryWait, maxWait, attempt, nil))
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
