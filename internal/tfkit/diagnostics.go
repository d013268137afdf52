package tfkit

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Fields names the argument that sets each field of a request, by the API's name of the field.
type Fields map[string]path.Path

// summaryOfTwoAccounts is the summary of every error about an API key and a bearer token of two accounts.
const summaryOfTwoAccounts = "Credentials of two accounts"

// AddError adds an error for a failed request: the request, the response, the likely cause and what to do. A message of the service about a
// field becomes an error at the argument that sets the field. An *ArgumentError becomes an error at its argument. A *transport.CreationError
// says which objects to look for.
func AddError(diags *diag.Diagnostics, summary string, err error, fields Fields) {
	if argument, ok := errors.AsType[*ArgumentError](err); ok {
		diags.AddAttributeError(argument.Argument, summary, argument.Detail)
		return
	}
	if creation, ok := errors.AsType[*transport.CreationError](err); ok {
		diags.AddError(summary, Capitalize(creation.Error())+". "+adviceOnCreation(creation))
		return
	}
	failure, ok := errors.AsType[*transport.Error](err)
	if !ok {
		diags.AddError(summary, Capitalize(err.Error())+".")
		return
	}
	if failure.Reason == transport.ConflictingConfig {
		summary = summaryOfTwoAccounts
	}
	var names []string // of the fields that arguments set, in the order of the response; "" for all others
	messages := map[string][]string{}
	last := map[string]transport.FieldError{}
	for _, field := range failure.Fields {
		name := field.Field
		if _, ok := fields[name]; !ok {
			name = ""
		}
		if messages[name] == nil {
			names = append(names, name)
		}
		messages[name] = append(messages[name], field.Message)
		last[name] = field
	}
	if len(messages[""]) == len(failure.Fields) {
		diags.AddError(summary, detail(failure, failure.Message, advice(failure)))
		return
	}
	for _, name := range names {
		message := strings.Join(messages[name], "; ")
		if argument, ok := fields[name]; ok {
			diags.AddAttributeError(argument, summary, detail(failure, message, adviceOnField(failure, last[name], argument)))
		} else {
			diags.AddError(summary, detail(failure, message, advice(failure)))
		}
	}
}

// detail describes the failure and adds the advice.
func detail(failure *transport.Error, message, advice string) string {
	text := fmt.Sprintf("%s %s at %s failed", failure.Method, failure.Path, failure.Endpoint)
	switch {
	case failure.Reason == transport.NotConfigured, failure.Reason == transport.ConflictingConfig, failure.Status == 0 && failure.Reason == transport.Invalid:
		return Capitalize(message)
	case failure.Status != 0:
		status := strings.TrimSpace(fmt.Sprint(failure.Status, " ", http.StatusText(failure.Status)))
		text = fmt.Sprintf("%s responded with %s to %s %s", failure.Service, status, failure.Method, failure.Path)
	}
	if failure.Attempts > 1 {
		text += fmt.Sprintf(" (tried %d times)", failure.Attempts)
	}
	text = strings.TrimRight(fmt.Sprintf("%s: %s", text, message), ".") + "."
	if advice != "" {
		text += "\n\n" + advice
	}
	if failure.Ambiguous {
		text += "\n\nThe request may have been carried out. Check the service before you try again."
	}
	return text
}

// AddNotFoundWarning warns that an object was deleted outside Terraform and will be removed from the state. then is a sentence about
// the next apply, or empty if it recreates the object.
func AddNotFoundWarning(diags *diag.Diagnostics, kind, id, then string) {
	if then == "" {
		then = "The next apply recreates it."
	}
	diags.AddWarning(Capitalize(kind)+" not found",
		fmt.Sprintf("The service does not find the %s %q: it was deleted outside Terraform. It will be removed from the state. %s", kind, id, then))
}

// AddPlanError is AddError for a request of a plan. It ignores an error about the provider's configuration, which may be unknown until apply:
// the apply plans again, and repeats the request.
func AddPlanError(diags *diag.Diagnostics, summary string, err error, fields Fields) {
	if err != nil && transport.ReasonOf(err) != transport.NotConfigured {
		AddError(diags, summary, err, fields)
	}
}

// AddRecoveredWarning warns that the response to a create request was lost, and that the object was found and adopted.
func AddRecoveredWarning(diags *diag.Diagnostics, kind, id string) {
	diags.AddWarning(Capitalize(kind)+" was adopted",
		fmt.Sprintf("The response to the create request was lost. The service has exactly one new %s with the same values, %s, and Terraform now manages it. "+
			"If somebody else created an equal one at the same moment, check both.", kind, id))
}

// Capitalize returns a string with a capital first letter.
func Capitalize(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
