package tfkit

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.Int64Typable      = Whole{}
	_ validator.Int64             = Whole{}
	_ basetypes.Int64Valuable     = notWhole{}
	_ xattr.ValidateableAttribute = notWhole{}
)

// Whole is the type and the validator of an argument that is a whole number between two bounds. Every Int64Attribute that
// can be configured has it as both: the framework's own type answers a number such as 2.5 with "This is always an error in
// the provider". Its values are types.Int64.
type Whole struct {
	basetypes.Int64Type

	// Least and Most are the bounds.
	Least, Most int64
}

// WholeFrom is a whole number with a lower bound alone.
func WholeFrom(least int64) Whole { return Whole{Least: least, Most: math.MaxInt64} }

// form says what a value must be.
func (w Whole) form() string {
	if w.Most == math.MaxInt64 {
		return fmt.Sprintf("a whole number of at least %d", w.Least)
	}
	return fmt.Sprintf("a whole number from %d to %d", w.Least, w.Most)
}

func (w Whole) addError(argument path.Path, got string, diags *diag.Diagnostics) {
	diags.AddAttributeError(argument, "Invalid whole number", fmt.Sprintf("%s must be %s, got %s.", argument, w.form(), got))
}

// Equal implements attr.Type. The values of a Whole are those of an Int64Type, so that the types are the same.
func (w Whole) Equal(other attr.Type) bool {
	_, isWhole := other.(Whole)
	return isWhole || w.Int64Type.Equal(other)
}

// ValueFromTerraform implements attr.Type. A number that is not an int64 becomes a value that only knows its error, which
// the framework attaches to the argument.
func (w Whole) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	var number *big.Float
	if in.IsKnown() && !in.IsNull() {
		if err := in.As(&number); err != nil {
			return nil, err
		}
		if _, accuracy := number.Int64(); accuracy != big.Exact {
			return notWhole{Int64Value: types.Int64Unknown(), number: number, want: w}, nil
		}
	}
	return w.Int64Type.ValueFromTerraform(ctx, in)
}

// Description implements validator.Describer.
func (w Whole) Description(context.Context) string { return "value must be " + w.form() }

// MarkdownDescription implements validator.Describer.
func (w Whole) MarkdownDescription(ctx context.Context) string { return w.Description(ctx) }

// ValidateInt64 implements validator.Int64.
func (w Whole) ValidateInt64(_ context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	number := req.ConfigValue.ValueInt64()
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() && (number < w.Least || number > w.Most) {
		w.addError(req.Path, strconv.FormatInt(number, 10), &resp.Diagnostics)
	}
}

// notWhole is a number that is not an int64.
type notWhole struct {
	basetypes.Int64Value

	number *big.Float
	want   Whole
}

// ToTerraformValue implements attr.Value.
func (n notWhole) ToTerraformValue(context.Context) (tftypes.Value, error) {
	return tftypes.NewValue(tftypes.Number, n.number), nil
}

// Equal implements attr.Value.
func (n notWhole) Equal(other attr.Value) bool {
	same, ok := other.(notWhole)
	return ok && n.number.Cmp(same.number) == 0
}

// ValidateAttribute implements xattr.ValidateableAttribute.
func (n notWhole) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	const most = 20 // digits that a person reads
	got := n.number.Text('f', -1)
	if len(got) > most+1 {
		got = n.number.Text('g', most)
	}
	n.want.addError(req.Path, got, &resp.Diagnostics)
}
