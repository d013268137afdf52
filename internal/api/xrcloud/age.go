package xrcloud

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// tolerance is how far two of the service's times may be off: they are told in milliseconds, and may come from several
// machines. An equal object that somebody else created within it, just before, cannot be told from the lost one.
const tolerance = 50 * time.Millisecond

// newOf returns those candidates that did not exist when the creation began.
//
// Their times of creation alone do not say so, because the service does not tell the present time of its database. It tells
// the time of what it creates: the first request for a user creates that user. So a user is requested who serves as a
// marker, and the candidates' ages at that moment, by the service's own times, are compared with how long the creation
// has taken. No two clocks are compared. The marker remains in the project: the service has no request that deletes it.
// It costs nothing unless an answer was lost and an equal object exists whose age this client does not know.
func (l *lostCreation[T]) newOf(ctx context.Context, candidates []T) ([]T, error) {
	present, err := l.client.mark(ctx, l.project(candidates[0]))
	taken := elapsed(l.started)
	if err != nil {
		return nil, l.unknownAge(candidates, err)
	}
	var found []T
	for _, candidate := range candidates {
		created, readable := creationTime(candidate)
		if !readable {
			return nil, l.unknownAge(candidates, fmt.Errorf("the service tells no time of creation of %s", candidate.id()))
		}
		if present.Sub(created) > taken+tolerance {
			l.old[candidate.id()] = true
			continue
		}
		found = append(found, candidate)
	}
	return found, nil
}

// elapsed is the time since started. A machine that sleeps stops one of its clocks, and somebody may set the other one
// back: the longer of the two is taken, since an object of this creation must never count as an old one.
func elapsed(started time.Time) time.Duration {
	now := time.Now()
	return max(now.Sub(started), now.Round(0).Sub(started.Round(0)))
}

func (l *lostCreation[T]) unknownAge(candidates []T, err error) error {
	return fmt.Errorf("the service's answer to the creation was lost. The service has a %s with the same values, and it is unknown whether it existed before: %s. %w. "+
		"If nothing else uses it, import it; otherwise apply again once the service answers", l.kind, l.describe(candidates), err)
}

// marker is a user of a project, as far as its time of creation goes.
type marker struct {
	ID        string `json:"id"`
	CreatedAt string `json:"createdAt"`
}

func (m marker) problem() string {
	if _, readable := parseTime(m.CreatedAt); !readable {
		return "it has no time of creation"
	}
	return withoutID(m.ID)
}

// mark creates a user of a project and returns the service's time of its creation.
func (c *Client) mark(ctx context.Context, projectID string) (time.Time, error) {
	path := projectPath(projectID) + "/getIdFromUserId/" + url.PathEscape("terraform-provider-xrcloud-"+uuid.NewString())
	var created marker
	err := c.call(ctx, anyCredential, &transport.Request{Method: http.MethodGet, Path: path, Idempotent: true}, &created)
	at, _ := parseTime(created.CreatedAt)
	return at, err
}

func creationTime(of object) (time.Time, bool) { return parseTime(of.createdAt()) }

func parseTime(text string) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, text)
	return at, err == nil
}
