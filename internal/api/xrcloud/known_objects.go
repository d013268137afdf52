package xrcloud

import (
	"context"
	"iter"
	"math"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// knownObjects records the objects of the account that a client has created or read.
// It also locks creations whose searches could find each other's object. Its zero value is ready for use.
type knownObjects struct {
	mu sync.Mutex
	// claimed has the IDs of the objects that creations returned: each belongs to one resource.
	claimed map[string]bool
	// seen numbers the IDs of all objects in responses, in the order of the responses.
	seen map[string]int
	// newest is the latest creation time of an object in a response.
	newest time.Time
	locks  map[string]*semaphore.Weighted
}

// claim reserves an object for one resource. It returns false if another resource has it.
func (k *knownObjects) claim(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.claimed[id] {
		return false
	}
	if k.claimed == nil {
		k.claimed = map[string]bool{}
	}
	k.claimed[id] = true
	return true
}

// record records the objects in a response.
func (k *knownObjects) record(result transport.Body) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch received := result.(type) {
	case object:
		k.recordObject(received)
	case interface{ objects() iter.Seq[object] }:
		for item := range received.objects() {
			k.recordObject(item)
		}
	}
}

func (k *knownObjects) recordObject(received object) {
	if k.seen == nil {
		k.seen = map[string]int{}
	}
	if _, known := k.seen[received.id()]; !known {
		k.seen[received.id()] = len(k.seen)
	}
	if created, err := creationTime(received); err == nil && created.After(k.newest) {
		k.newest = created
	}
}

// snapshot is the state of knownObjects at some time.
type snapshot struct {
	seen   int
	newest time.Time
}

func (k *knownObjects) snapshot() snapshot {
	k.mu.Lock()
	defer k.mu.Unlock()
	return snapshot{seen: len(k.seen), newest: k.newest}
}

// existedAt reports whether an object certainly existed at the time of a snapshot: the client had seen it by then, another
// resource has it, or the service's own time of its creation is before that of an object that the client had seen by then.
func (k *knownObjects) existedAt(candidate object, at snapshot) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if number, known := k.seen[candidate.id()]; known && number < at.seen || k.claimed[candidate.id()] {
		return true
	}
	created, err := creationTime(candidate)
	return err == nil && created.Before(at.newest)
}

// lockCreation waits until no other creation is in progress whose search could find the object of this one: a creation of the
// same group and part. The part "" stands for all parts of the group. Waiting ends with the context.
func (k *knownObjects) lockCreation(ctx context.Context, group, part string) (release func(), err error) {
	const whole = math.MaxInt64
	if part == "" {
		return k.acquire(ctx, group, whole)
	}
	releaseGroup, err := k.acquire(ctx, group, 1)
	if err != nil {
		return nil, err
	}
	releasePart, err := k.acquire(ctx, group+" "+part, whole)
	if err != nil {
		releaseGroup()
		return nil, err
	}
	return func() { releasePart(); releaseGroup() }, nil
}

func (k *knownObjects) acquire(ctx context.Context, key string, share int64) (release func(), err error) {
	k.mu.Lock()
	lock, known := k.locks[key]
	if !known {
		lock = semaphore.NewWeighted(math.MaxInt64)
		if k.locks == nil {
			k.locks = map[string]*semaphore.Weighted{}
		}
		k.locks[key] = lock
	}
	k.mu.Unlock()
	if err := lock.Acquire(ctx, share); err != nil {
		return nil, err
	}
	return func() { lock.Release(share) }, nil
}
