package tfkit

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Requires validates that an argument of a lookup is set together with another one. It does not add an error if id is set as well: that
// is reported as a conflict. The reason is a sentence for the error.
func Requires(other path.Path, reason string) validator.String { return requires{other, reason} }

type requires struct {
	other  path.Path
	reason string
}

func (r requires) Description(context.Context) string { return fmt.Sprintf("requires %s", r.other) }

func (r requires) MarkdownDescription(ctx context.Context) string { return r.Description(ctx) }

func (r requires) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() {
		return
	}
	isNull := func(argument path.Path) bool {
		var value attr.Value
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, argument, &value)...)
		return value == nil || value.IsNull()
	}
	if isNull(path.Root("id")) && isNull(r.other) {
		resp.Diagnostics.AddAttributeError(req.Path, "Missing argument", fmt.Sprintf("%s requires %s. %s", req.Path, r.other, r.reason))
	}
}
