package tfkit_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

const exampleEndpoint = "https://api.example.com"

// newError returns an error of the transport for GET /api/rooms/1.
func newError(status int, reason transport.Reason, message string) *transport.Error {
	return &transport.Error{
		Service: "XRCLOUD", Method: http.MethodGet, Path: "/api/rooms/1", Endpoint: exampleEndpoint, Status: status, Reason: reason, Message: message, Attempts: 1,
	}
}

// formatDiagnostics returns a string for each diagnostic: the severity, the argument in brackets, the summary and the detail.
func formatDiagnostics(diags diag.Diagnostics) []string {
	texts := []string{}
	for _, d := range diags {
		argument := ""
		if attribute, ok := d.(diag.DiagnosticWithPath); ok {
			argument = " [" + attribute.Path().String() + "]"
		}
		texts = append(texts, fmt.Sprintf("%s%s %s: %s", d.Severity(), argument, d.Summary(), d.Detail()))
	}
	return texts
}

// The expected messages are complete, so that they can be reviewed as users see them.
func TestAddErrorForEachReason(t *testing.T) {
	t.Parallel()
	const kept = "Nothing is removed from the state because of this."
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{
			"failed", newError(0, transport.Unclassified, "the service's list stayed incomplete"),
			"GET /api/rooms/1 at https://api.example.com failed: the service's list stayed incomplete.",
		},
		{
			"not configured", newError(0, transport.NotConfigured, "This needs provider configuration that is unknown until apply: endpoint."),
			"This needs provider configuration that is unknown until apply: endpoint.",
		},
		{
			"no response", newError(0, transport.NoResponse, "the connection was refused"),
			"GET /api/rooms/1 at https://api.example.com failed: the connection was refused.\n\n" +
				"Check that https://api.example.com is the right endpoint, and that this machine can reach it. " + kept,
		},
		{
			"unexpected response", newError(200, transport.UnexpectedResponse, `an HTML page titled "Sign in"`),
			"XRCLOUD responded with 200 OK to GET /api/rooms/1: an HTML page titled \"Sign in\".\n\n" +
				"The API of XRCLOUD does not send such a response. Either the endpoint https://api.example.com is wrong, or a proxy in front of the service responds in its place. " + kept,
		},
		{
			"unknown route", newError(404, transport.UnknownRoute, "Cannot GET /api/rooms/1"),
			"XRCLOUD responded with 404 Not Found to GET /api/rooms/1: Cannot GET /api/rooms/1.\n\n" +
				"The server at https://api.example.com does not have this route. Either the endpoint is wrong (perhaps its path), or the service has another version. " + kept,
		},
		{
			"not found", newError(404, transport.NotFound, "Room with ID 1 not found"),
			"XRCLOUD responded with 404 Not Found to GET /api/rooms/1: Room with ID 1 not found.\n\n" +
				"The object does not exist in this account; it may have been deleted outside Terraform. If Terraform manages it, the next plan recreates it. Otherwise check the ID.",
		},
		{
			"unauthorized", newError(401, transport.Unauthorized, "Invalid api key."),
			"XRCLOUD responded with 401 Unauthorized to GET /api/rooms/1: Invalid api key.\n\n" +
				"The credential from the provider's configuration or environment was rejected. Check the credential: it may be mistyped, expired or revoked, or belong to another account or to another server. " + kept,
		},
		{
			"invalid", newError(400, transport.Invalid, "Cannot create more than 1 rooms for this tier."),
			"XRCLOUD responded with 400 Bad Request to GET /api/rooms/1: Cannot create more than 1 rooms for this tier.",
		},
		{
			"invalid before the request", newError(0, transport.Invalid, `"x" is not a UUID in lower case`),
			`"x" is not a UUID in lower case`,
		},
		{
			"rate limited", newError(429, transport.RateLimited, "Too Many Requests"),
			"XRCLOUD responded with 429 Too Many Requests to GET /api/rooms/1: Too Many Requests.\n\n" +
				"The service limits the rate of requests. Try again later, or lower max_concurrent_requests in the provider's configuration.",
		},
		{
			"server error", newError(500, transport.ServerError, "Internal Server Error"),
			"XRCLOUD responded with 500 Internal Server Error to GET /api/rooms/1: Internal Server Error.\n\n" +
				"The service, or a proxy in front of it, fails. Try again later. If the error persists, ask the operator of the service.",
		},
		{
			"status without a name", newError(599, transport.ServerError, "no"),
			"XRCLOUD responded with 599 to GET /api/rooms/1: no.\n\n" +
				"The service, or a proxy in front of it, fails. Try again later. If the error persists, ask the operator of the service.",
		},
		{
			"wrapped", fmt.Errorf("somewhere: %w", newError(400, transport.Invalid, "no")),
			"XRCLOUD responded with 400 Bad Request to GET /api/rooms/1: no.",
		},
		{"other error", errors.New("encode the project: it broke"), "Encode the project: it broke."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			tfkit.AddError(&diags, "Cannot read room", c.err, nil)
			if diff := cmp.Diff([]string{"Error Cannot read room: " + c.want}, formatDiagnostics(diags)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAddErrorShowsAttemptsAndAmbiguity(t *testing.T) {
	t.Parallel()
	failure := newError(503, transport.ServerError, "Service Unavailable")
	failure.Method, failure.Attempts, failure.Ambiguous = http.MethodPost, 2, true
	var diags diag.Diagnostics
	tfkit.AddError(&diags, "Cannot create room", failure, nil)
	want := "XRCLOUD responded with 503 Service Unavailable to POST /api/rooms/1 (tried 2 times): Service Unavailable.\n\n" +
		"The service, or a proxy in front of it, fails. Try again later. If the error persists, ask the operator of the service.\n\n" +
		"The request may have been carried out. Check the service before you try again."
	if diff := cmp.Diff([]string{"Error Cannot create room: " + want}, formatDiagnostics(diags)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// All messages of the service about the field of an argument are one error at the argument. All other messages are one error of their own.
func TestAddErrorOnArguments(t *testing.T) {
	t.Parallel()
	fields := tfkit.Fields{"size": path.Root("size"), "returnUrl": path.Root("return_url")}
	for _, c := range []struct {
		name   string
		fields []transport.FieldError
		want   []string
	}{
		{"no field", nil, []string{"Error Cannot update room: …: all of it."}},
		{"no argument", []transport.FieldError{{Field: "colour", Message: "c"}, {Field: "", Message: "d"}}, []string{"Error Cannot update room: …: all of it."}},
		{"one", []transport.FieldError{{Field: "size", Message: "too small"}}, []string{"Error [size] Cannot update room: …: too small."}},
		{
			"two arguments and other fields",
			[]transport.FieldError{{Field: "size", Message: "too small"}, {Field: "", Message: "and more"}, {Field: "returnUrl", Message: "no URL"}, {Field: "size", Message: "no number"}, {Field: "colour", Message: "unknown"}},
			[]string{
				"Error [size] Cannot update room: …: too small; no number.",
				"Error Cannot update room: …: and more; unknown.",
				"Error [return_url] Cannot update room: …: no URL.",
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			failure := newError(400, transport.Invalid, "all of it")
			failure.Fields = c.fields
			var diags diag.Diagnostics
			tfkit.AddError(&diags, "Cannot update room", failure, fields)
			got := formatDiagnostics(diags)
			for i := range got {
				got[i] = strings.Replace(got[i], "XRCLOUD responded with 400 Bad Request to GET /api/rooms/1", "…", 1)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The error of a cancelled request has no advice. Errors show no secrets.
func TestAddErrorOfRealRequests(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprint(w, "<title>the-secret-key\nfrom a proxy</title>") // the client may have closed the connection
	}))
	t.Cleanup(server.Close)
	endpoint, err := transport.ParseEndpoint(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := transport.New(transport.Config{Service: "XRCLOUD", Endpoint: endpoint, Secrets: []string{"the-secret-key"}})
	t.Cleanup(client.Close)
	request := &transport.Request{Method: http.MethodGet, Path: "/api/rooms/the-secret-key"}

	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = client.Do(cancelled, request)
	var diags diag.Diagnostics
	tfkit.AddError(&diags, "Cannot read room", err, nil)
	want := fmt.Sprintf("Error Cannot read room: GET /api/rooms/(secret) at %s failed: the operation was cancelled.", server.URL)
	if diff := cmp.Diff([]string{want}, formatDiagnostics(diags)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	response, err := client.Do(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	diags = nil
	tfkit.AddError(&diags, "Cannot read room", response.UnexpectedError(""), nil)
	if text := formatDiagnostics(diags)[0]; strings.Contains(text, "the-secret-key") || !strings.Contains(text, `titled "(secret) from a proxy"`) {
		t.Errorf("got %s", text)
	}
}

func TestNotFoundAndRecoveredWarnings(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	tfkit.AddNotFoundWarning(&diags, "room", "1", "")
	tfkit.AddNotFoundWarning(&diags, "room", "1", "Its scene was deleted, too.")
	tfkit.AddRecoveredWarning(&diags, "room", "1")
	notFound := "Warning Room not found: The service does not find the room \"1\": it was deleted outside Terraform. It will be removed from the state. "
	got := formatDiagnostics(diags)
	if diff := cmp.Diff([]string{notFound + "The next apply recreates it.", notFound + "Its scene was deleted, too."}, got[:2]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(got[2], "Warning Room was adopted: ") || !strings.Contains(got[2], "room with the same values, 1,") {
		t.Errorf("got %s", got[2])
	}
}
