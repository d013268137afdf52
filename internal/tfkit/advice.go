package tfkit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

const nothingRemoved = "Nothing is removed from the state because of this."

// advice returns sentences that advise on a failed request, or "".
func advice(failure *transport.Error) string {
	var then string
	switch part := failure.RemovedPart; {
	case part != "":
		then = fmt.Sprintf("An apply of the unchanged configuration restores the %s. Another destroy deletes the object.", part)
	case failure.Creation != nil:
		then = adviceOnCreation(failure.Creation)
	}
	return sentences(adviceOnReason(failure), then)
}

func adviceOnReason(failure *transport.Error) string {
	switch failure.Reason {
	case transport.NoResponse:
		if errors.Is(failure, context.Canceled) {
			return "" // the user cancelled it
		}
		return sentences(fmt.Sprintf("Check that %s is the right endpoint, and that this machine can reach it.", failure.Endpoint), failure.EndpointOrigin, nothingRemoved)
	case transport.ProxyFailed:
		return adviceOnProxy(failure)
	case transport.UnexpectedResponse:
		return sentences(fmt.Sprintf("The API of %s does not send such a response. Either the endpoint %s is wrong, or a proxy in front of the service responds in its place.", failure.Service, failure.Endpoint),
			otherEndpoint(failure), failure.EndpointOrigin, nothingRemoved)
	case transport.UnknownRoute:
		return sentences(fmt.Sprintf("The server at %s does not have this route. Either the endpoint is wrong (perhaps its path), or the service has another version.", failure.Endpoint),
			otherEndpoint(failure), failure.EndpointOrigin, nothingRemoved)
	case transport.Unauthorized:
		return adviceOnCredential(failure)
	case transport.RateLimited:
		return "The service limits the rate of requests. Try again later, or lower max_concurrent_requests in the provider's configuration."
	case transport.ServerError:
		return "The service, or a proxy in front of it, fails. Try again later. If the error persists, ask the operator of the service."
	case transport.NotFound:
		return "The object does not exist in this account; it may have been deleted outside Terraform. If Terraform manages it, the next plan recreates it. Otherwise check the ID."
	case transport.Invalid:
		return adviceOnNumber(failure.Fields)
	case transport.NotConfigured, transport.ConflictingConfig, transport.Unclassified:
	}
	return ""
}

// adviceOnCredential names the credential that was refused, with the time of its expiry if it is known.
func adviceOnCredential(failure *transport.Error) string {
	source := cmp.Or(failure.CredentialSource, "the provider's configuration or environment")
	var what string
	switch {
	case failure.Missing != nil:
		return failure.Missing.Detail
	case failure.Need != "":
		return fmt.Sprintf("The service does not accept the credential from %s for this request, only a %s.", source, failure.Need)
	case !failure.CredentialExpired.IsZero():
		return sentences(fmt.Sprintf("The token from %s expired at %s. Set a new one.", source, failure.CredentialExpired.UTC().Format(time.RFC3339)), nothingRemoved)
	case failure.Status == http.StatusForbidden:
		what = fmt.Sprintf("The credential from %s does not have the right to this request. Check the credential: it needs that right, and may belong to another account or to another server.", source)
	default:
		what = fmt.Sprintf("The credential from %s was rejected. Check the credential: it may be mistyped, expired or revoked, or belong to another account or to another server.", source)
	}
	ifDeleted := ""
	if failure.ExistenceUnknown {
		ifDeleted = `If you are sure that the object was deleted, remove it from the state with "terraform state rm".`
	}
	return sentences(what, failure.EndpointOrigin, nothingRemoved, ifDeleted)
}

// adviceOnProxy names the settings of the proxy, and how to connect without it.
func adviceOnProxy(failure *transport.Error) string {
	host := failure.Endpoint
	if endpoint, err := url.Parse(failure.Endpoint); err == nil {
		host = endpoint.Hostname()
	}
	what := "The proxy comes from the environment variable HTTPS_PROXY or HTTP_PROXY. Check that it is the right one and can be reached"
	if failure.ProxyStatus == http.StatusProxyAuthRequired {
		what = `The proxy needs a user name and password. Set them in the environment variable HTTPS_PROXY or HTTP_PROXY, as in "http://user:password@proxy.example.com:3128"`
	}
	return sentences(fmt.Sprintf("%s, or add %q to NO_PROXY to connect without it.", what, host), nothingRemoved)
}

// otherEndpoint suggests the endpoint without the end that the provider appends itself, such as /api, or returns "".
func otherEndpoint(failure *transport.Error) string {
	ends := []string{"/api"}
	for i, r := range failure.Path {
		if r == '/' && i > 0 {
			ends = append(ends, failure.Path[:i])
		}
	}
	shortest := failure.Endpoint
	for _, end := range ends {
		if shorter, found := strings.CutSuffix(failure.Endpoint, end); found && len(shorter) < len(shortest) {
			shortest = shorter
		}
	}
	if shortest == failure.Endpoint {
		return ""
	}
	return fmt.Sprintf("The provider appends the path of the API itself. Did you mean %q?", shortest)
}

// sentences joins the sentences that are not empty.
func sentences(all ...string) string {
	var given []string
	for _, sentence := range all {
		if sentence != "" {
			given = append(given, sentence)
		}
	}
	return strings.Join(given, " ")
}
