package tfkit

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// ConflictsWith validates that an argument is not set together with any of the others. It adds one error that names all of them; the validator
// of the framework adds an error for each.
func ConflictsWith(others ...path.Expression) validator.String { return conflictsWith{others} }

type conflictsWith struct{ others path.Expressions }

func (c conflictsWith) Description(context.Context) string {
	return fmt.Sprintf("cannot be set together with %s", c.others)
}

func (c conflictsWith) MarkdownDescription(ctx context.Context) string { return c.Description(ctx) }

func (c conflictsWith) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() {
		return
	}
	var conflicts []string
	for _, other := range req.PathExpression.MergeExpressions(c.others...) {
		matches, diags := req.Config.PathMatches(ctx, other)
		resp.Diagnostics.Append(diags...)
		for _, match := range matches {
			var value attr.Value
			resp.Diagnostics.Append(req.Config.GetAttribute(ctx, match, &value)...)
			if value != nil && !value.IsNull() && !value.IsUnknown() { // an unknown value can become null
				conflicts = append(conflicts, match.String())
			}
		}
	}
	if len(conflicts) > 0 {
		all := strings.Join(conflicts, " and ")
		resp.Diagnostics.AddAttributeError(req.Path, "Conflicting arguments",
			fmt.Sprintf("%s cannot be set together with %s. Remove %[1]s, or else %[2]s.", req.Path, all))
	}
}
