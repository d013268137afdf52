package tfkit

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ListResults yields a result for each object as it is read, up to the limit. fill sets the values of a result from an object. An error becomes
// the last result, so that a failed request does not look like the end of the list. If there are more objects than the limit, the last result
// has a warning: the default limit of Terraform is 100, and Terraform does not show that it stopped there.
func ListResults[T any](ctx context.Context, req list.ListRequest, summary string, fields Fields, objects iter.Seq2[T, error], fill func(T, *list.ListResult)) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		var count int64
		var last *list.ListResult // the result that reaches the limit, until the next object is read
		for object, err := range objects {
			if last != nil {
				addLimitWarning(last, req.Limit, err)
				break
			}
			if err != nil {
				var failed list.ListResult
				AddError(&failed.Diagnostics, summary, err, fields)
				push(failed)
				return
			}
			result := req.NewListResult(ctx)
			fill(object, &result)
			hideComputedSecrets(ctx, req, &result)
			count++
			if count == req.Limit {
				last = &result
			} else if !push(result) {
				return
			}
		}
		if last != nil {
			push(*last)
		}
	}
}

// addLimitWarning warns that there are more results than the limit, or that there may be more if the next page failed with an error.
func addLimitWarning(last *list.ListResult, limit int64, err error) {
	advice := "To find all of them, set limit to a higher number in the list block. Its default is 100."
	if err != nil {
		last.Diagnostics.AddWarning("There may be more results", fmt.Sprintf("The limit of %d is reached, and what follows cannot be read: %v\n%s", limit, err, advice))
		return
	}
	last.Diagnostics.AddWarning("More results than the limit", fmt.Sprintf("The limit is %d, and there are more results. %s", limit, advice))
}

// hideComputedSecrets sets sensitive attributes that cannot be configured to null: Terraform prints the results of a query with sensitive
// values. The read after an import sets them.
func hideComputedSecrets(ctx context.Context, req list.ListRequest, result *list.ListResult) {
	if !req.IncludeResource || result.Resource.Raw.IsNull() {
		return
	}
	for name, attribute := range req.ResourceSchema.GetAttributes() {
		if !attribute.IsSensitive() || attribute.IsRequired() || attribute.IsOptional() {
			continue
		}
		kind := attribute.GetType()
		null, err := kind.ValueFromTerraform(ctx, tftypes.NewValue(kind.TerraformType(ctx), nil))
		if err != nil {
			result.Diagnostics.AddAttributeError(path.Root(name), "Cannot hide secret", err.Error())
			return
		}
		result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root(name), null)...)
	}
}
