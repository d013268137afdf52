package acctest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// AdviceOnNotFound is the end of every error about an object that the service does not find.
const AdviceOnNotFound = "\n\nThe object does not exist in this account; it may have been deleted outside Terraform. " +
	"If Terraform manages it, the next plan recreates it. Otherwise check the ID."

// FormatDiagnostics returns a string for each diagnostic: "severity at attribute: summary: detail", without "at attribute" for a diagnostic
// that is attached to none.
func FormatDiagnostics(diagnostics []*tfprotov6.Diagnostic) []string {
	var problems []string
	for _, d := range diagnostics {
		severity := "error"
		if d.Severity == tfprotov6.DiagnosticSeverityWarning {
			severity = "warning"
		}
		if d.Attribute != nil && len(d.Attribute.Steps()) > 0 {
			severity += fmt.Sprintf(" at %v", d.Attribute.Steps()[0])
		}
		problems = append(problems, fmt.Sprintf("%s: %s: %s", severity, d.Summary, d.Detail))
	}
	return problems
}

// OnlyErrors returns the diagnostics that are errors.
func OnlyErrors(problems []string) []string {
	return slices.DeleteFunc(slices.Clone(problems), func(problem string) bool { return !strings.HasPrefix(problem, "error") })
}

// NotUUIDError is the error of an argument whose value must be a UUID.
func NotUUIDError(argument, value string) string {
	return fmt.Sprintf("error at %s: Invalid UUID: Expected a UUID in lower case, such as f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b, got %q.", argument, value)
}

// InvalidHostError is the error of an argument whose value is a URL with a host that XRCLOUD refuses.
func InvalidHostError(argument, host string) string {
	return fmt.Sprintf(`error at %s: Invalid URL: The URL has the host %q, which the service rejects. `+
		`The host must be an IP address or a name with a dot, as in "https://example.com/bye".`, argument, host)
}

// ErrorPattern returns a pattern for the field ExpectError of a resource.TestStep. It matches an output of Terraform that contains all
// parts, which are regular expressions, in this order. Terraform may break a line at each space.
func ErrorPattern(parts ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?s)` + strings.ReplaceAll(strings.Join(parts, ".*"), " ", `\s+`))
}
