package xrcloud

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// creation creates an object by a POST, once. Nothing tells two equal POSTs apart, so that a POST whose answer was lost can
// neither be repeated nor given up blindly: either could leave an object behind that nobody knows of. The creation searches
// for the object that the POST may have created, and never forgets that there may be one: also where a repeated POST is
// refused, or succeeds.
//
// A normal creation is the POST alone. That leaves the question which of several equal objects existed before it, since
// names are not unique. No clock answers it: those of this machine, of the service, of its database and of a proxy differ.
// An object existed before if this client had seen it by then, if another resource has it, or if the service's own time of
// its creation is before that of an object that this client had seen. For what remains, see age.go.
type creation[T object] struct {
	client *Client
	kind   string
	// group and part are the same for creations whose searches can find each other's object, see claims.lock.
	group, part string
	post        func(context.Context) (T, error)
	// list lists what may have been created, and more; matches reports which of it could have been.
	list    func(context.Context) iter.Seq2[T, error]
	matches func(T) bool
	// project is the ID of a project of the account, for questions about the object.
	project func(T) string
}

const (
	// graceAfterCancel is how long a cancelled creation may still search for its object.
	graceAfterCancel = 10 * time.Second
	// searches is how often the object is searched for, at the least: a service that did not answer may still be at work.
	findAttempts = 3
)

// do creates the object. It reports whether the object was adopted: found after the answer to its creation was lost.
func (c creation[T]) do(ctx context.Context) (object T, adopted bool, err error) {
	var none T
	release, err := c.client.claims.lock(ctx, c.group, c.part)
	if err != nil {
		return none, false, err
	}
	defer release()
	lost := lostCreation[T]{creation: c, before: c.client.claims.snapshot(), started: time.Now(), old: map[string]bool{}}
	var first error // the first error that leaves open whether the object was created
	for attempt := 0; ; attempt++ {
		object, err := c.post(ctx)
		if err == nil {
			return object, false, lost.requireOnlyOne(ctx, object, first != nil)
		}
		open := transport.IsAmbiguous(err)
		if first == nil && !open {
			return none, false, err
		}
		if first == nil {
			first = err
		}
		times := findAttempts
		if !open { // no other attempt follows
			times = max(times, c.client.transport.MaxRetries()+1)
		}
		found, searchError := lost.find(ctx, times)
		if searchError != nil {
			return none, false, unresolved(first, err, searchError)
		}
		if len(found) == 1 && c.client.claims.claim(found[0].id()) {
			return found[0], true, nil
		}
		if len(found) > 0 {
			return none, false, c.ambiguousError(found)
		}
		if !open || attempt >= c.client.transport.MaxRetries() || c.client.transport.Wait(ctx, attempt) != nil {
			return none, false, unresolved(first, err, nil)
		}
	}
}

// lostCreation is a creation with what is known of the time before it.
type lostCreation[T object] struct {
	creation[T]
	before  snapshot
	started time.Time
	// old holds the candidates that are known to have existed before.
	old map[string]bool
}

// alone reserves the object of a POST that succeeded. If an attempt before it was lost, that one may have created another
// one meanwhile: then it is an error that names both.
func (l *lostCreation[T]) requireOnlyOne(ctx context.Context, object T, search bool) error {
	if !l.client.claims.claim(object.id()) {
		return fmt.Errorf("the service returned the %s %s for two creations. Check the service for a %s that no resource manages, and apply again",
			l.kind, object.id(), l.kind)
	}
	if !search {
		return nil
	}
	others, err := l.findOnce(ctx)
	if err == nil && len(others) > 0 {
		return l.ambiguousError(append(others, object))
	}
	return nil // a search that fails takes nothing from the object that is there
}

// find searches a number of times, or until it finds what the creation may have created.
func (l *lostCreation[T]) find(ctx context.Context, times int) ([]T, error) {
	if ctx.Err() != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), graceAfterCancel)
		defer cancel()
	}
	for search := 0; ; search++ {
		found, err := l.findOnce(ctx)
		if err != nil && !passing(err) || len(found) > 0 || search+1 == times {
			return found, err
		}
		if waitError := l.client.transport.Wait(ctx, search); waitError != nil {
			return nil, errors.Join(err, waitError)
		}
	}
}

// passing reports whether a search that failed may succeed later.
func passing(err error) bool {
	switch transport.ReasonOf(err) {
	case transport.NoResponse, transport.ServerError, transport.RateLimited:
		return true
	default:
		return false
	}
}

// look searches once. It returns the objects that match and did not exist before.
func (l *lostCreation[T]) findOnce(ctx context.Context) ([]T, error) {
	var found []T
	for candidate, err := range l.list(ctx) {
		if err != nil {
			return nil, err
		}
		if l.matches(candidate) && !l.old[candidate.id()] && !l.client.claims.existed(candidate, l.before) {
			found = append(found, candidate)
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	return l.newOf(ctx, found)
}

// several is the error of a creation that cannot know which of several objects it created.
func (c creation[T]) ambiguousError(found []T) error {
	return fmt.Errorf("the service's answer to the creation was lost, and each of these %ss could be the one that was created: %s. "+
		"Delete those that nobody needs, import the remaining one, and apply again", c.kind, c.describe(found))
}

func (c creation[T]) describe(found []T) string {
	var texts []string
	for _, candidate := range found {
		texts = append(texts, fmt.Sprintf("%s (created %s)", candidate.id(), candidate.createdAt()))
	}
	return strings.Join(texts, ", ")
}

// unresolved is the error of a creation that found nothing: the last one, which says what is wrong now, and that an earlier
// attempt may have created the object.
func unresolved(first, last, search error) error {
	failure, ok := errors.AsType[*transport.Error](last)
	if !ok { // such as a login that was cancelled
		failure, ok = errors.AsType[*transport.Error](first)
	}
	if !ok {
		return errors.Join(first, last, search)
	}
	told := *failure
	told.Fields = slices.Clone(failure.Fields)
	var addition string
	if !failure.Ambiguous {
		addition = fmt.Sprintf(". An earlier attempt of this creation may have been carried out: it ended with %q", first.Error())
	}
	if search != nil {
		addition += ". The search for what was created failed: " + search.Error()
	}
	told.Ambiguous = true
	told.Message = strings.TrimSuffix(told.Message, ".") + addition
	for i := range told.Fields {
		told.Fields[i].Message = strings.TrimSuffix(told.Fields[i].Message, ".") + addition
	}
	return &told
}
