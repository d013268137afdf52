package walk

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// proposedNew returns the state that Terraform proposes to the provider: the configuration, with the prior values of computed attributes
// that it does not set.
func proposedNew(schema *tfprotov6.Schema, prior, config tftypes.Value) tftypes.Value {
	if config.IsNull() {
		return config
	}
	return proposedObject(schema.Block.Attributes, prior, config)
}

func proposedObject(schema []*tfprotov6.SchemaAttribute, prior, config tftypes.Value) tftypes.Value {
	if !config.IsKnown() || config.IsNull() {
		return config
	}
	before, after := attributes(prior), attributes(config)
	for _, attribute := range schema {
		old, known := before[attribute.Name]
		if !known {
			old = tftypes.NewValue(after[attribute.Name].Type(), nil)
		}
		switch value := after[attribute.Name]; {
		case attribute.Computed && value.IsNull():
			after[attribute.Name] = old
		case isNestedList(attribute):
			after[attribute.Name] = proposedList(attribute.NestedType.Attributes, old, value)
		}
	}
	return tftypes.NewValue(config.Type(), after)
}

func proposedList(schema []*tfprotov6.SchemaAttribute, prior, config tftypes.Value) tftypes.Value {
	if !config.IsKnown() || config.IsNull() {
		return config
	}
	before, after := elements(prior), elements(config)
	for i := range after {
		if i < len(before) {
			after[i] = proposedObject(schema, before[i], after[i])
		}
	}
	return tftypes.NewValue(config.Type(), after)
}

func isNestedList(attribute *tfprotov6.SchemaAttribute) bool {
	return attribute.NestedType != nil && attribute.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeList
}

// checkPlan returns the attributes of a plan that Terraform rejects with "Provider produced invalid plan": a planned value must be that of
// the configuration or, if it does not change, of the prior state. The provider chooses computed attributes that are not configured.
func checkPlan(schema *tfprotov6.Schema, prior, config, planned tftypes.Value) []string {
	if planned.IsNull() != config.IsNull() {
		return []string{fmt.Sprintf("planned for existence: %t, configured: %t", !planned.IsNull(), !config.IsNull())}
	}
	if planned.IsNull() {
		return nil
	}
	return checkPlannedObject(schema.Block.Attributes, prior, config, planned, "")
}

func checkPlannedObject(schema []*tfprotov6.SchemaAttribute, prior, config, planned tftypes.Value, path string) []string {
	if !planned.IsKnown() {
		return []string{path + " is unknown as a whole"}
	}
	var problems []string
	before, configured, after := attributes(prior), attributes(config), attributes(planned)
	for _, attribute := range schema {
		path := path + "." + attribute.Name
		old, hasOld := before[attribute.Name]
		want, value := configured[attribute.Name], after[attribute.Name]
		switch {
		case value.Equal(want),
			hasOld && !old.IsNull() && !want.IsNull() && value.Equal(old),
			want.IsNull() && attribute.Computed:
		case want.IsNull():
			problems = append(problems, fmt.Sprintf("%s is planned as %v, but is neither configured nor computed", path, value))
		case isNestedList(attribute) && want.IsKnown() && value.IsKnown() && len(elements(want)) == len(elements(value)):
			olds, wants := elements(old), elements(want)
			for i, element := range elements(value) {
				prior := tftypes.NewValue(element.Type(), nil)
				if i < len(olds) {
					prior = olds[i]
				}
				problems = append(problems, checkPlannedObject(attribute.NestedType.Attributes, prior, wants[i], element, fmt.Sprintf("%s[%d]", path, i))...)
			}
		default:
			problems = append(problems, fmt.Sprintf("%s is planned as %v, configured as %v, and was %v", path, value, want, old))
		}
	}
	slices.Sort(problems)
	return problems
}

// checkCompatible returns the places where an actual value does not agree with a planned one: what was known must be the same. Terraform
// rejects such a value with "Provider produced inconsistent result after apply", or "… inconsistent final plan".
func checkCompatible(planned, actual tftypes.Value) []string {
	return compatible(planned, actual, "")
}

func compatible(planned, actual tftypes.Value, path string) []string {
	if !planned.IsKnown() || planned.Equal(actual) {
		return nil
	}
	different := []string{fmt.Sprintf("%s was planned as %v, and is %v", path, planned, actual)}
	if planned.IsNull() || actual.IsNull() || !actual.IsKnown() {
		return different
	}
	var problems []string
	switch kind := planned.Type(); {
	case kind.Is(tftypes.Object{}), kind.Is(tftypes.Map{}):
		before, after := as[map[string]tftypes.Value](planned), as[map[string]tftypes.Value](actual)
		if len(before) != len(after) {
			return different
		}
		for name, value := range before {
			found, exists := after[name]
			if !exists {
				return different
			}
			problems = append(problems, compatible(value, found, path+"."+name)...)
		}
	case kind.Is(tftypes.List{}):
		before, after := elements(planned), elements(actual)
		if len(before) != len(after) {
			return different
		}
		for i, value := range before {
			problems = append(problems, compatible(value, after[i], fmt.Sprintf("%s[%d]", path, i))...)
		}
	case kind.Is(tftypes.Set{}) && !planned.IsFullyKnown():
		if len(elements(planned)) < len(elements(actual)) {
			return different
		}
	default:
		return different
	}
	slices.Sort(problems)
	return problems
}

// KnownChanges returns the names of the attributes whose value after a change is known, and another one than before.
func KnownChanges(before, after tftypes.Value) []string {
	var changed []string
	old := attributes(before)
	for name, value := range attributes(after) {
		if value.IsFullyKnown() && !value.Equal(old[name]) {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	return changed
}

// replacements returns the attributes, among those whose change forces replacement, that the plan changes.
func replacements(paths []*tftypes.AttributePath, prior, planned tftypes.Value) ([]string, error) {
	var changed []string
	if prior.IsNull() || planned.IsNull() {
		return nil, nil
	}
	for _, path := range paths {
		before, _, errBefore := tftypes.WalkAttributePath(prior, path)
		after, _, errAfter := tftypes.WalkAttributePath(planned, path)
		if errBefore != nil && errAfter != nil {
			return nil, fmt.Errorf("%v, which forces replacement, does not exist", path)
		}
		old, isOld := before.(tftypes.Value)
		value, isValue := after.(tftypes.Value)
		if !isOld || !isValue || !value.Equal(old) {
			changed = append(changed, path.String())
		}
	}
	return changed, nil
}
