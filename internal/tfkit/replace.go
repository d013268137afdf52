package tfkit

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

// ReplaceOnceKnown plans a replacement when a string changes, but not for a value that is only known at apply: it is the
// same more often than not. Terraform defers each data source that refers to a resource with changes, so that the mere
// renaming of a project would otherwise replace all rooms on the scenes that are looked up in it.
func ReplaceOnceKnown() planmodifier.String {
	const text = "Replaces the resource when it changes. One that is only known at apply replaces nothing."
	return stringplanmodifier.RequiresReplaceIf(replaceOnceKnown, text, text)
}

func replaceOnceKnown(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	if !req.PlanValue.IsUnknown() {
		resp.RequiresReplace = true
		return
	}
	resp.Diagnostics.AddAttributeWarning(req.Path, "Value is only known at apply",
		fmt.Sprintf("Another %[1]s would replace the resource. It is taken to stay %[2]s: if it turns out to be another one, the apply stops with "+
			"\"inconsistent final plan\" before anything is done to the resource, and a new plan shows the replacement. "+
			"If %[1]s comes from a data source that refers to a resource with changes, let it refer to a local value instead: it is then read in the plan.", req.Path, req.StateValue))
}
