package tfkit

import "github.com/hashicorp/terraform-plugin-framework/types"

// StringOrNull returns null for an empty string, with which the services respond if a field has no value.
func StringOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}
