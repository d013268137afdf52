package xrcloud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// timeTolerance is the maximum error of two of the service's times: they are in milliseconds, and may come from several
// machines. An equal object that was created elsewhere within this time before the creation cannot be told from the lost one.
const timeTolerance = 50 * time.Millisecond

// filterNew returns the candidates that did not exist when the creation began.
//
// Their creation times alone do not decide that, because the service does not report the current time of its database. It reports
// the creation time of each new object, and the first request for a user creates that user. So a marker user is created, and
// the age of each candidate at that moment, by the service's own times, is compared with the time that the creation has taken.
// No two clocks are compared. The marker user remains in the project, because the service cannot delete users. It is created
// only if a response was lost and an equal object exists whose age this client does not know.
func (l *lostCreation[T]) filterNew(ctx context.Context, candidates []T) ([]T, error) {
	now, err := l.client.createMarkerUser(ctx, l.project(candidates[0]))
	taken := elapsed(l.started)
	if err != nil {
		return nil, l.unknownAgeError(candidates, err)
	}
	var found []T
	for _, candidate := range candidates {
		created, err := creationTime(candidate)
		if err != nil {
			return nil, l.unknownAgeError(candidates, fmt.Errorf("the service returns no creation time for %s", candidate.id()))
		}
		if now.Sub(created) > taken+timeTolerance {
			l.old[candidate.id()] = true
			continue
		}
		found = append(found, candidate)
	}
	return found, nil
}

// elapsed returns the time since started. The monotonic clock stops while the machine sleeps, and the wall clock can be set
// back. The longer time is returned, because an object of this creation must not be taken for an older one.
func elapsed(started time.Time) time.Duration {
	now := time.Now()
	return max(now.Sub(started), now.Round(0).Sub(started.Round(0)))
}

func (l *lostCreation[T]) unknownAgeError(candidates []T, err error) error {
	return l.creationError(transport.UnknownAge, "the response to the create request was lost. The service has a %s with the same values, and it is unknown whether it existed before: %s. %w",
		l.kind, l.describeCandidates(candidates), err)
}

// markerUser is a user of a project that is created for its creation time.
type markerUser struct {
	ID        string `json:"id"`
	CreatedAt string `json:"createdAt"`
}

func (m markerUser) Validate() error {
	if _, err := parseTime(m.CreatedAt); err != nil {
		return errors.New("it has no creation time")
	}
	return requireID(m.ID)
}

// createMarkerUser creates a user of a project and returns its creation time.
func (c *Client) createMarkerUser(ctx context.Context, projectID string) (time.Time, error) {
	path := projectPath(projectID) + "/getIdFromUserId/" + url.PathEscape("terraform-provider-xrcloud-"+uuid.NewString())
	var created markerUser
	if err := c.call(ctx, anyCredential, &transport.Request{Method: http.MethodGet, Path: path, Idempotent: true}, &created); err != nil {
		return time.Time{}, err
	}
	return parseTime(created.CreatedAt)
}

func creationTime(of object) (time.Time, error) { return parseTime(of.createdAt()) }

func parseTime(text string) (time.Time, error) { return time.Parse(time.RFC3339, text) }
