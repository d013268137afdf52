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

// creation creates an object by a POST, once. Two equal POSTs create two objects, so a POST whose response was lost can be
// neither retried nor given up without looking: either could leave an object behind that no resource manages. The creation
// searches for the object that the POST may have created. It keeps in mind that there may be one even if a later POST is
// refused or succeeds.
//
// A normal creation is the POST alone. The search must therefore determine which of several equal objects existed before, since
// names are not unique. No clock can decide that: the clocks of this machine, of the service, of its database and of a proxy
// differ. An object existed before if this client had seen it by then, if another resource has it, or if the service's own time
// of its creation is before that of an object that this client had seen. For other objects, see filterNew.
type creation[T object] struct {
	client *Client
	kind   string
	// group and part are the same for creations whose searches can find each other's object, see knownObjects.lockCreation.
	group, part string
	post        func(context.Context) (T, error)
	// list lists all objects that may have been created, and others. matches reports which of them have the values of this
	// creation.
	list    func(context.Context) iter.Seq2[T, error]
	matches func(T) bool
	// project returns the ID of a project of the account, in which a marker user can be created.
	project func(T) string
}

const (
	// graceAfterCancel is how long a cancelled creation may still search for its object.
	graceAfterCancel = 10 * time.Second
	// findAttempts is the minimum number of searches: a service that did not respond may still execute the request.
	findAttempts = 3
)

// do creates the object. adopted is true if the response was lost and the object was found by a search.
func (c creation[T]) do(ctx context.Context) (object T, adopted bool, err error) {
	var none T
	release, err := c.client.objects.lockCreation(ctx, c.group, c.part)
	if err != nil {
		return none, false, err
	}
	defer release()
	lost := lostCreation[T]{creation: c, before: c.client.objects.snapshot(), started: time.Now(), old: map[string]bool{}}
	var first error // the first ambiguous error
	for attempt := 0; ; attempt++ {
		object, err := c.post(ctx)
		if err == nil {
			return object, false, lost.requireOnlyOne(ctx, object, first != nil)
		}
		ambiguous := transport.IsAmbiguous(err)
		if first == nil && !ambiguous {
			return none, false, err
		}
		if first == nil {
			first = err
		}
		times := findAttempts
		if !ambiguous { // no other attempt follows
			times = max(times, c.client.transport.MaxRetries()+1)
		}
		found, searchError := lost.find(ctx, times)
		if searchError != nil {
			return none, false, unresolvedError(first, err, searchError)
		}
		if len(found) == 1 && c.client.objects.claim(found[0].id()) {
			return found[0], true, nil
		}
		if len(found) > 0 {
			return none, false, c.ambiguousError(found)
		}
		if !ambiguous || attempt >= c.client.transport.MaxRetries() || c.client.transport.Wait(ctx, attempt) != nil {
			return none, false, unresolvedError(first, err, nil)
		}
	}
}

// lostCreation searches for the object of a creation whose response was lost.
type lostCreation[T object] struct {
	creation[T]
	before  snapshot
	started time.Time
	// old has the IDs of candidates that existed before.
	old map[string]bool
}

// requireOnlyOne claims the object of a POST that succeeded. If search is true, an earlier POST is ambiguous and may have
// created another object meanwhile: then the error names both.
func (l *lostCreation[T]) requireOnlyOne(ctx context.Context, object T, search bool) error {
	if !l.client.objects.claim(object.id()) {
		return l.creationError(transport.SameObjectTwice, "the service returned the %s %s for two creations", l.kind, object.id())
	}
	if !search {
		return nil
	}
	others, err := l.findOnce(ctx)
	if err == nil && len(others) > 0 {
		return l.ambiguousError(append(others, object))
	}
	return nil // the object exists even if the search fails
}

// find searches for objects that the creation may have created, at most the given number of times.
func (l *lostCreation[T]) find(ctx context.Context, times int) ([]T, error) {
	if ctx.Err() != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), graceAfterCancel)
		defer cancel()
	}
	for search := 0; ; search++ {
		found, err := l.findOnce(ctx)
		if err != nil && !isTransient(err) || len(found) > 0 || search+1 == times {
			return found, err
		}
		if waitError := l.client.transport.Wait(ctx, search); waitError != nil {
			return nil, errors.Join(err, waitError)
		}
	}
}

// isTransient reports whether a search that failed may succeed later.
func isTransient(err error) bool {
	switch transport.ReasonOf(err) {
	case transport.NoResponse, transport.ServerError, transport.RateLimited:
		return true
	default:
		return false
	}
}

// findOnce searches once. It returns the objects that match and did not exist before.
func (l *lostCreation[T]) findOnce(ctx context.Context) ([]T, error) {
	var found []T
	for candidate, err := range l.list(ctx) {
		if err != nil {
			return nil, err
		}
		if l.matches(candidate) && !l.old[candidate.id()] && !l.client.objects.existedAt(candidate, l.before) {
			found = append(found, candidate)
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	return l.filterNew(ctx, found)
}

// ambiguousError is the error of a creation if it is unknown which of several objects it created.
func (c creation[T]) ambiguousError(found []T) error {
	return c.creationError(transport.SeveralNewObjects, "the response to the create request was lost, and each of these %ss could be the one that was created: %s",
		c.kind, c.describeCandidates(found))
}

func (c creation[T]) creationError(problem transport.CreationProblem, format string, arguments ...any) error {
	return &transport.CreationError{Err: fmt.Errorf(format, arguments...), Kind: c.kind, Problem: problem}
}

func (c creation[T]) describeCandidates(found []T) string {
	var texts []string
	for _, candidate := range found {
		texts = append(texts, fmt.Sprintf("%s (created %s)", candidate.id(), candidate.createdAt()))
	}
	return strings.Join(texts, ", ")
}

// unresolvedError is the error of a creation that found no object. It is the last error, which says what is wrong now, with the
// addition that an earlier attempt may have created the object.
func unresolvedError(first, last, search error) error {
	failure, ok := errors.AsType[*transport.Error](last)
	if !ok { // such as a login that was cancelled
		failure, ok = errors.AsType[*transport.Error](first)
	}
	if !ok {
		return errors.Join(first, last, search)
	}
	var addition string
	if !failure.Ambiguous {
		addition = fmt.Sprintf(". An earlier attempt of this creation may have been carried out: it failed with %q", first.Error())
	}
	if search != nil {
		addition += ". The search for the new object failed: " + search.Error()
	}
	unresolved := *failure
	unresolved.Creation, _ = errors.AsType[*transport.CreationError](search)
	unresolved.Ambiguous = true
	unresolved.Message = strings.TrimSuffix(failure.Message, ".") + addition
	unresolved.Fields = slices.Clone(failure.Fields)
	for i := range unresolved.Fields {
		unresolved.Fields[i].Message = strings.TrimSuffix(unresolved.Fields[i].Message, ".") + addition
	}
	return &unresolved
}
