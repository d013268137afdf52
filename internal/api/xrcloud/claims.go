package xrcloud

import (
	"context"
	"iter"
	"math"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

// claims holds what a client knows of the objects of its account: which of them it has created, and which it has seen. It
// keeps creations apart whose searches could find each other's object. Its zero value is ready for use.
type claims struct {
	mu sync.Mutex
	// claimed holds the IDs of the objects that creations returned: each belongs to one resource.
	claimed map[string]bool
	// seen numbers the IDs of all objects that the service has shown, in the order in which it did.
	seen map[string]int
	// newest is the latest creation time that the service has shown.
	newest time.Time
	locks  map[string]*semaphore.Weighted
}

// claim reserves an object for one resource. It reports false if another resource has it.
func (c *claims) claim(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.claimed[id] {
		return false
	}
	if c.claimed == nil {
		c.claimed = map[string]bool{}
	}
	c.claimed[id] = true
	return true
}

// see notes the objects in an answer.
func (c *claims) see(result answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch shown := result.(type) {
	case object:
		c.note(shown)
	case interface{ objects() iter.Seq[object] }:
		for item := range shown.objects() {
			c.note(item)
		}
	}
}

func (c *claims) note(shown object) {
	if c.seen == nil {
		c.seen = map[string]int{}
	}
	if _, known := c.seen[shown.id()]; !known {
		c.seen[shown.id()] = len(c.seen)
	}
	if at, readable := creationTime(shown); readable && at.After(c.newest) {
		c.newest = at
	}
}

// snapshot is what a client had seen at some time.
type snapshot struct {
	seen   int
	newest time.Time
}

func (c *claims) snapshot() snapshot {
	c.mu.Lock()
	defer c.mu.Unlock()
	return snapshot{seen: len(c.seen), newest: c.newest}
}

// existed reports whether an object certainly existed at a moment: the client had seen it by then, another resource has it,
// or the service's own time of its creation is before that of an object that the client had seen by then.
func (c *claims) existed(candidate object, at snapshot) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if number, known := c.seen[candidate.id()]; known && number < at.seen || c.claimed[candidate.id()] {
		return true
	}
	created, readable := creationTime(candidate)
	return readable && created.Before(at.newest)
}

// lock waits until no other creation is under way whose search could find this one's object. Those are the creations of the
// same group and part; the part "" stands for all parts of the group. Waiting ends with the context.
func (c *claims) lock(ctx context.Context, group, part string) (release func(), err error) {
	const whole = math.MaxInt64
	if part == "" {
		return c.acquire(ctx, group, whole)
	}
	releaseGroup, err := c.acquire(ctx, group, 1)
	if err != nil {
		return nil, err
	}
	releasePart, err := c.acquire(ctx, group+" "+part, whole)
	if err != nil {
		releaseGroup()
		return nil, err
	}
	return func() { releasePart(); releaseGroup() }, nil
}

func (c *claims) acquire(ctx context.Context, key string, share int64) (release func(), err error) {
	c.mu.Lock()
	lock, known := c.locks[key]
	if !known {
		lock = semaphore.NewWeighted(math.MaxInt64)
		if c.locks == nil {
			c.locks = map[string]*semaphore.Weighted{}
		}
		c.locks[key] = lock
	}
	c.mu.Unlock()
	if err := lock.Acquire(ctx, share); err != nil {
		return nil, err
	}
	return func() { lock.Release(share) }, nil
}
