package tfkit

import "context"

// PlanModifierDescription is embedded in a plan modifier. It is the description of the plan modifier, in plain text and in Markdown.
type PlanModifierDescription string

func (d PlanModifierDescription) Description(context.Context) string { return string(d) }

func (d PlanModifierDescription) MarkdownDescription(context.Context) string { return string(d) }
