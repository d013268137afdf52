package transport

import (
	"context"
	"errors"

	"golang.org/x/sync/singleflight"
)

// SharedRequest sends a request once for all callers that wait for its response at the same time. Its zero value is ready
// for use.
type SharedRequest[T any] struct{ group singleflight.Group }

// errSenderCancelled is the result of a request whose sender was cancelled. The other callers do not return it.
var errSenderCancelled = errors.New("the caller that sent the request was cancelled")

// Do returns the result of send to all callers with the same key, whether it is a value or an error. The request is sent in
// the context of one caller. If that ends, another caller sends the request again. Each caller waits until its own context
// ends.
func (s *SharedRequest[T]) Do(ctx context.Context, key string, send func() (T, error)) (T, error) {
	for ctx.Err() == nil {
		results := s.group.DoChan(key, func() (any, error) {
			value, err := send()
			if err != nil && ctx.Err() != nil {
				err = errSenderCancelled
			}
			return value, err
		})
		select {
		case result := <-results:
			if !errors.Is(result.Err, errSenderCancelled) {
				value, _ := result.Val.(T)
				return value, result.Err
			}
		case <-ctx.Done():
		}
	}
	var none T
	return none, ctx.Err()
}
