package xrcloud

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"sync"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// creation makes a thing by a POST, once. Nothing tells two equal POSTs apart, so that a POST whose answer was lost can
// neither be repeated nor given up blindly: either could leave a thing behind that nobody knows of. It looks instead for
// what the POST may have made.
type creation[T thing] struct {
	client *Client
	kind   string
	// key is the same for creations of equal things.
	key  string
	post func(context.Context) (T, error)
	// list gives what may have been made, and more; same says which of it could have been.
	list func(context.Context) iter.Seq2[T, error]
	same func(T) bool
}

const (
	// clockSlack is how far the service's clock may be misjudged: its time is only known to the second.
	clockSlack = 2 * time.Second
	// graceAfterCancel is how long a cancelled creation may still look for what it made.
	graceAfterCancel = 10 * time.Second
	// looks is how often it is looked for, since a service that did not answer may still be at work.
	looks = 3
)

// do makes the thing. It says whether it was adopted: found after its creation's answer was lost. Equal things are made
// one after the other, so that what is found can be no other's.
func (c creation[T]) do(ctx context.Context) (made T, adopted bool, err error) {
	var none T
	release, err := c.client.claims.turn(ctx, c.key)
	if err != nil {
		return none, false, err
	}
	defer release()
	started := time.Now()
	for attempt := 0; ; attempt++ {
		made, err := c.post(ctx)
		if err == nil {
			c.client.claims.add(made.key())
			return made, false, nil
		}
		if !transport.IsAmbiguous(err) {
			return none, false, err
		}
		found, lookError := c.find(ctx, started)
		if lookError != nil {
			return none, false, err // the first error says more, and that the thing may exist
		}
		switch {
		case len(found) == 1:
			c.client.claims.add(found[0].key())
			return found[0], true, nil
		case len(found) > 1:
			return none, false, c.several(found)
		case attempt >= c.client.transport.MaxRetries() || c.client.transport.Wait(ctx, attempt) != nil:
			return none, false, err
		}
	}
}

// find gives what the creation may have made: the same thing, made since it began, and of no other creation.
func (c creation[T]) find(ctx context.Context, started time.Time) ([]T, error) {
	if ctx.Err() != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), graceAfterCancel)
		defer cancel()
	}
	for look := 0; ; look++ {
		var found []T
		for candidate, err := range c.list(ctx) {
			if err != nil {
				return nil, err
			}
			// The time is asked for here, since the answer to this list may be the first to tell it.
			since := c.client.transport.ServiceTime(started).Add(-clockSlack)
			created, err := time.Parse(time.RFC3339, candidate.created())
			if err == nil && !created.Before(since) && c.same(candidate) && !c.client.claims.has(candidate.key()) {
				found = append(found, candidate)
			}
		}
		if len(found) > 0 || look+1 == looks {
			return found, nil
		}
		if err := c.client.transport.Wait(ctx, look); err != nil {
			return nil, err
		}
	}
}

// several is the error of a creation that cannot know which of several things it made.
func (c creation[T]) several(found []T) error {
	var ids []string
	for _, candidate := range found {
		ids = append(ids, fmt.Sprintf("%s (made %s)", candidate.key(), candidate.created()))
	}
	return fmt.Errorf("the service's answer to the creation was lost, and each of these %ss could be the one that was made: %s. "+
		"Look which of them nobody needs and delete it, import the other one, and apply again", c.kind, strings.Join(ids, ", "))
}

// claims knows the things that this client has made, so that none is taken for another one's, and lets creations of
// equal things take turns.
type claims struct {
	mu    sync.Mutex
	ids   map[string]bool
	turns map[string]chan struct{}
}

func (c *claims) add(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ids == nil {
		c.ids = map[string]bool{}
	}
	c.ids[id] = true
}

func (c *claims) has(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ids[id]
}

// turn waits until no other creation of the same key is under way. Waiting ends with the context.
func (c *claims) turn(ctx context.Context, key string) (release func(), err error) {
	c.mu.Lock()
	if c.turns == nil {
		c.turns = map[string]chan struct{}{}
	}
	turn, known := c.turns[key]
	if !known {
		turn = make(chan struct{}, 1)
		c.turns[key] = turn
	}
	c.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
