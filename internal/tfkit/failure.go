package tfkit

import (
	"context"
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

// AddFailure adds an error for a failed call: what was tried, what the service answered, the likely cause and what to
// do. What the service says against a field is attached to the argument that sets it.
func AddFailure(diags *diag.Diagnostics, summary string, err error, fields Fields) {
	var failure *transport.Error
	if !errors.As(err, &failure) {
		diags.AddError(summary, sentence(err.Error())+".")
		return
	}
	var blamed []string // the fields that arguments set, in the order of the answer; "" for all others
	messages := map[string][]string{}
	for _, field := range failure.Fields {
		name := field.Field
		if _, ok := fields[name]; !ok {
			name = ""
		}
		if messages[name] == nil {
			blamed = append(blamed, name)
		}
		messages[name] = append(messages[name], field.Message)
	}
	if len(messages[""]) == len(failure.Fields) {
		diags.AddError(summary, detail(failure, failure.Message))
		return
	}
	for _, name := range blamed {
		text := detail(failure, strings.Join(messages[name], "; "))
		if argument, ok := fields[name]; ok {
			diags.AddAttributeError(argument, summary, text)
		} else {
			diags.AddError(summary, text)
		}
	}
}

func detail(failure *transport.Error, message string) string {
	said := fmt.Sprintf("%s %s at %s failed", failure.Method, failure.Path, failure.Endpoint)
	switch {
	case failure.Reason == transport.NotConfigured, failure.Reason == transport.Misconfigured, failure.Status == 0 && failure.Reason == transport.Invalid:
		return message
	case failure.Status != 0:
		status := strings.TrimSpace(fmt.Sprint(failure.Status, " ", http.StatusText(failure.Status)))
		said = fmt.Sprintf("%s answered %s to %s %s", failure.Service, status, failure.Method, failure.Path)
	}
	if failure.Attempts > 1 {
		said += fmt.Sprintf(" (tried %d times)", failure.Attempts)
	}
	said = strings.TrimRight(fmt.Sprintf("%s: %s", said, message), ".") + "."
	if advice := advice(failure); advice != "" {
		said += "\n\n" + advice
	}
	if failure.Ambiguous {
		said += "\n\nThe request may have been carried out all the same: look at the service before you try again."
	}
	return said
}

func advice(failure *transport.Error) string {
	switch failure.Reason {
	case transport.NoAnswer:
		if errors.Is(failure, context.Canceled) {
			return "" // whoever cancelled it knows why
		}
		return fmt.Sprintf("Check that %s is the right endpoint and can be reached from here. Nothing is removed from the state because of this.", failure.Endpoint)
	case transport.NotAPI:
		return fmt.Sprintf("That is not how the API of %s answers: the endpoint %s is wrong, or a proxy in front of it answers in its place. "+
			"Nothing is removed from the state because of this.", failure.Service, failure.Endpoint)
	case transport.NoRoute:
		return fmt.Sprintf("The server at %s does not know this call: the endpoint is wrong (perhaps its path), or the service there is of another version. "+
			"Nothing is removed from the state because of this.", failure.Endpoint)
	case transport.Unauthorized:
		return "Check the credential in the provider's configuration or environment: it may be mistyped, expired or revoked, belong to another account or to another endpoint, or lack the right to this. " +
			"Nothing is removed from the state because of this."
	case transport.Limited:
		return "The service takes no more requests for now. Try again later, or lower max_concurrent_requests in the provider's configuration."
	case transport.Troubled:
		return "The service or something in front of it has trouble. Try again later; if it stays, its operator can say more."
	case transport.Gone:
		return "Check the id: the account of this credential has nothing with it (any more). If Terraform manages it, the next plan makes it anew."
	case transport.Invalid, transport.NotConfigured, transport.Misconfigured, transport.Failed:
	}
	return ""
}

// AddGone warns that a thing vanished outside Terraform and therefore leaves the state. What happens then is a sentence
// of its own, unless the next apply simply creates the thing anew.
func AddGone(diags *diag.Diagnostics, kind, id, then string) {
	if then == "" {
		then = "The next apply creates it anew."
	}
	diags.AddWarning(fmt.Sprintf("The %s is gone", kind),
		fmt.Sprintf("The service says that the %s %s does not exist any more: it was deleted outside Terraform. It is removed from the state. %s", kind, id, then))
}

// AddAdopted warns that the answer to a creation was lost, and that what it made was found and taken over.
func AddAdopted(diags *diag.Diagnostics, kind, id string) {
	diags.AddWarning(fmt.Sprintf("The %s was found after its creation", kind),
		fmt.Sprintf("The service's answer to the creation was lost. There is exactly one new %s with the same values, %s, and it was taken for the one that was made. "+
			"If somebody else made an equal one at the same moment, look at both.", kind, id))
}

// sentence begins a text with a capital letter.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
