package main

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// replacement begins the description of each plan modifier of the provider that forces replacement.
const replacement = "Changing this forces replacement"

// describer is a plan modifier of any type.
type describer interface {
	Description(ctx context.Context) string
}

// forcesReplacement reports whether a change of the attribute replaces the resource.
func forcesReplacement(ctx context.Context, attribute schema.Attribute) bool {
	for _, modifier := range modifiersOf(attribute) {
		if strings.HasPrefix(modifier.Description(ctx), replacement) {
			return true
		}
	}
	return false
}

// modifiersOf returns the plan modifiers of an attribute. The framework has a method for each type.
func modifiersOf(attribute schema.Attribute) []describer {
	switch a := attribute.(type) {
	case interface{ StringPlanModifiers() []planmodifier.String }:
		return describers(a.StringPlanModifiers())
	case interface{ Int64PlanModifiers() []planmodifier.Int64 }:
		return describers(a.Int64PlanModifiers())
	case interface{ BoolPlanModifiers() []planmodifier.Bool }:
		return describers(a.BoolPlanModifiers())
	case interface{ SetPlanModifiers() []planmodifier.Set }:
		return describers(a.SetPlanModifiers())
	case interface{ ListPlanModifiers() []planmodifier.List }:
		return describers(a.ListPlanModifiers())
	case interface{ MapPlanModifiers() []planmodifier.Map }:
		return describers(a.MapPlanModifiers())
	}
	return nil
}

func describers[T describer](modifiers []T) []describer {
	all := make([]describer, len(modifiers))
	for i, modifier := range modifiers {
		all[i] = modifier
	}
	return all
}

// defaultOf returns the default of an attribute as text, or "".
func defaultOf(ctx context.Context, attribute schema.Attribute) string {
	switch a := attribute.(type) {
	case interface{ StringDefaultValue() defaults.String }:
		if d := a.StringDefaultValue(); d != nil {
			var resp defaults.StringResponse
			d.DefaultString(ctx, defaults.StringRequest{}, &resp)
			return resp.PlanValue.String()
		}
	case interface{ Int64DefaultValue() defaults.Int64 }:
		if d := a.Int64DefaultValue(); d != nil {
			var resp defaults.Int64Response
			d.DefaultInt64(ctx, defaults.Int64Request{}, &resp)
			return resp.PlanValue.String()
		}
	case interface{ BoolDefaultValue() defaults.Bool }:
		if d := a.BoolDefaultValue(); d != nil {
			var resp defaults.BoolResponse
			d.DefaultBool(ctx, defaults.BoolRequest{}, &resp)
			return resp.PlanValue.String()
		}
	case interface{ SetDefaultValue() defaults.Set }:
		if d := a.SetDefaultValue(); d != nil {
			var resp defaults.SetResponse
			d.DefaultSet(ctx, defaults.SetRequest{}, &resp)
			return resp.PlanValue.String()
		}
	case interface{ ListDefaultValue() defaults.List }:
		if d := a.ListDefaultValue(); d != nil {
			var resp defaults.ListResponse
			d.DefaultList(ctx, defaults.ListRequest{}, &resp)
			return resp.PlanValue.String()
		}
	case interface{ MapDefaultValue() defaults.Map }:
		if d := a.MapDefaultValue(); d != nil {
			var resp defaults.MapResponse
			d.DefaultMap(ctx, defaults.MapRequest{}, &resp)
			return resp.PlanValue.String()
		}
	}
	return ""
}
