package tfkit

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
)

// Stream gives list results as things come, and no more than were asked for, so that no page is read in vain. fill
// writes a thing into a result. An error of the service becomes the last result; it can never look like an empty list.
func Stream[T any](ctx context.Context, req list.ListRequest, summary string, fields Fields, things iter.Seq2[T, error], fill func(T, *list.ListResult)) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		var count int64
		for thing, err := range things {
			if err != nil {
				var failed list.ListResult
				AddFailure(&failed.Diagnostics, summary, err, fields)
				push(failed)
				return
			}
			result := req.NewListResult(ctx)
			fill(thing, &result)
			count++
			if !push(result) || count == req.Limit {
				return
			}
		}
	}
}
