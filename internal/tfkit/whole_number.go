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
	_ basetypes.Int64Typable      = WholeNumber{}
	_ validator.Int64             = WholeNumber{}
	_ basetypes.Int64Valuable     = notWholeNumber{}
	_ xattr.ValidateableAttribute = notWholeNumber{}
)

// WholeNumber is the type and the validator of an argument that is a whole number between two bounds. Every Int64Attribute that can
// be configured has it as both: the framework's own type reports a number such as 2.5 with "This is always an error in the provider".
// Its values are types.Int64.
type WholeNumber struct {
	basetypes.Int64Type

	// Min and Max are the bounds, which are valid values themselves.
	Min, Max int64
}

// WholeNumberFrom returns a WholeNumber without an upper bound.
func WholeNumberFrom(minimum int64) WholeNumber { return WholeNumber{Min: minimum, Max: math.MaxInt64} }

// form describes the valid values, as in "must be <form>".
func (w WholeNumber) form() string {
	if w.Max == math.MaxInt64 {
		return fmt.Sprintf("a whole number of at least %d", w.Min)
	}
	return fmt.Sprintf("a whole number from %d to %d", w.Min, w.Max)
}

func (w WholeNumber) addError(argument path.Path, got string, diags *diag.Diagnostics) {
	diags.AddAttributeError(argument, "Invalid whole number", fmt.Sprintf("%s must be %s, got %s.", argument, w.form(), got))
}

// Equal is true for an Int64Type as well, which has the same values.
func (w WholeNumber) Equal(other attr.Type) bool {
	_, isWhole := other.(WholeNumber)
	return isWhole || w.Int64Type.Equal(other)
}

// ValueFromTerraform returns a notWholeNumber for a number that is not an int64. Its validation adds the error at the argument.
func (w WholeNumber) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	var number *big.Float
	if in.IsKnown() && !in.IsNull() {
		if err := in.As(&number); err != nil {
			return nil, err
		}
		if _, accuracy := number.Int64(); accuracy != big.Exact {
			return notWholeNumber{Int64Value: types.Int64Unknown(), number: number, want: w}, nil
		}
	}
	return w.Int64Type.ValueFromTerraform(ctx, in)
}

func (w WholeNumber) Description(context.Context) string { return "value must be " + w.form() }

func (w WholeNumber) MarkdownDescription(ctx context.Context) string { return w.Description(ctx) }

func (w WholeNumber) ValidateInt64(_ context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	number := req.ConfigValue.ValueInt64()
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() && (number < w.Min || number > w.Max) {
		w.addError(req.Path, strconv.FormatInt(number, 10), &resp.Diagnostics)
	}
}

// notWholeNumber is a number that is not an int64.
type notWholeNumber struct {
	basetypes.Int64Value

	number *big.Float
	want   WholeNumber
}

func (n notWholeNumber) ToTerraformValue(context.Context) (tftypes.Value, error) {
	return tftypes.NewValue(tftypes.Number, n.number), nil
}

func (n notWholeNumber) Equal(other attr.Value) bool {
	same, ok := other.(notWholeNumber)
	return ok && n.number.Cmp(same.number) == 0
}

func (n notWholeNumber) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	const most = 20 // digits
	got := n.number.Text('f', -1)
	if len(got) > most+1 {
		got = n.number.Text('g', most)
	}
	n.want.addError(req.Path, got, &resp.Diagnostics)
}
