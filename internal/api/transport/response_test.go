package transport_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

type testObject struct {
	ID    string `json:"id"`
	Size  int8   `json:"size"`
	Owner struct {
		Name string `json:"name"`
	} `json:"owner"`
	Shape shape `json:"shape"`
}

func (o *testObject) Validate() error {
	if o.Size < 0 {
		return errors.New("it has a negative size")
	}
	return nil
}

// shape can only be "round".
type shape struct{}

func (*shape) UnmarshalJSON(data []byte) error {
	if string(data) != `"round"` {
		return fmt.Errorf("%s is not a shape", data)
	}
	return nil
}

// No part of an unexpected response is shown, because it may contain secrets.
func TestDecode(t *testing.T) {
	t.Parallel()
	const secret, good = "hidden", `{"id":"1","size":5,"shape":"round"}`
	tests := []struct {
		name    string
		kind    string // the content type
		body    string
		status  int
		message string // "" if it can be decoded
		reason  transport.Reason
	}{
		{name: "JSON", kind: "application/json", body: good},
		{name: "with a charset", kind: "Application/JSON; charset=utf-8", body: good},
		{name: "a problem", kind: "application/problem+json", body: good},
		{name: "an HTML page", kind: "text/html", body: "<html>hidden", message: "an HTML page"},
		{name: "with a title", kind: "text/html; charset=utf-8", body: "<HTML><Title lang=en>\n Sign\tin </title>hidden", message: `an HTML page titled "Sign in"`},
		{name: "with a title that never ends", kind: "text/html", body: "<title>" + strings.Repeat("x", 5000), message: `an HTML page titled "` + strings.Repeat("x", 100) + `"`},
		{name: "with a late title", kind: "text/html", body: strings.Repeat(" ", 4096) + "<title>hidden</title>", message: "an HTML page"},
		{name: "plain text", kind: "text/plain", body: "hidden", message: "a response that is not JSON"},
		{name: "JSON of another content type", kind: "text/plain", body: good, message: "a response that is not JSON"},
		{name: "a broken content type", kind: "application/", body: good, message: "a response that is not JSON"},
		{name: "nothing", message: "an empty response"},
		{name: "empty", kind: "application/json", message: "JSON that Example does not send: it is incomplete or invalid JSON"},
		{name: "cut", kind: "application/json", body: `{"id":"hidden`, message: "it is incomplete or invalid JSON"},
		{name: "with an appendix", kind: "application/json", body: good + "hidden", message: "it is incomplete or invalid JSON"},
		{name: "another shape", kind: "application/json", body: `["hidden"]`, message: "array in place of transport_test.testObject"},
		{name: "a wrong type", kind: "application/json", body: `{"owner":{"name":5}}`, message: `number in place of string, in the field "owner.name"`},
		{name: "a number beyond the range", kind: "application/json", body: `{"size":4444}`, message: `number in place of int8, in the field "size"`},
		{name: "another form", kind: "application/json", body: `{"shape":"hidden"}`, message: "it has a value of an unexpected type"},
		{name: "an invalid body", kind: "application/json", body: `{"size":-1}`, message: "JSON that Example does not send: it has a negative size"},
		{name: "401", status: 401, kind: "text/html", body: "hidden", message: "an HTML page", reason: transport.Unauthorized},
		{name: "413", status: 413, kind: "text/html", body: "<title>hidden</title>", message: "the request is too long for the server, or for a proxy in front of it", reason: transport.Invalid},
		{name: "431", status: 431, message: "the request is too long for the server, or for a proxy in front of it", reason: transport.Invalid},
	}
	for _, test := range tests {
		for method, write := range map[string]bool{http.MethodGet: false, http.MethodPost: true} {
			t.Run(test.name+"/"+method, func(t *testing.T) {
				t.Parallel()
				status := max(test.status, http.StatusOK)
				s := startService(t, (*httptest.Server).Start, func(w http.ResponseWriter, _ *http.Request) {
					w.Header()["Content-Type"] = []string{test.kind}
					if test.kind == "" {
						w.Header()["Content-Type"] = nil
					}
					w.WriteHeader(status)
					_, _ = w.Write([]byte(test.body))
				})
				response, err := newClient(t, s.URL, nil).Do(t.Context(), &transport.Request{Method: method, Path: "/rooms"})
				if err != nil {
					t.Fatal(err)
				}
				var got testObject
				err = response.Decode(&got)
				if test.message == "" {
					if err != nil || got.ID != "1" || got.Size != 5 {
						t.Errorf("got %v, %+v", err, got)
					}
					return
				}
				failure := requireError(t, err)
				want := test.reason
				if want == transport.Unclassified {
					want = transport.UnexpectedResponse
				}
				if failure.Reason != want || failure.Status != status || failure.Ambiguous != (write && status < 300) {
					t.Errorf("got reason %d, status %d, ambiguous %t", failure.Reason, failure.Status, failure.Ambiguous)
				}
				if text := failure.Error(); !strings.HasSuffix(text, test.message) || strings.Contains(text, secret) || strings.Contains(text, "4444") {
					t.Errorf("error is %q, want it to end in %q", text, test.message)
				}
			})
		}
	}
}

func (o *testObject) ObjectID() string { return o.ID }

// A response with another object than the requested one is not believed: neither its values nor its ID.
func TestDecodeOtherObject(t *testing.T) {
	t.Parallel()
	for want, message := range map[string]string{"1": "", "": "", "2": "JSON that Example does not send: it has another object than the requested one"} {
		s := startService(t, (*httptest.Server).Start, respond(200, `{"id":"1","shape":"round"}`, "Content-Type", "application/json"))
		response, err := newClient(t, s.URL, nil).Do(t.Context(), &transport.Request{Method: http.MethodPatch, Path: "/rooms/2", ObjectID: want})
		if err != nil {
			t.Fatal(err)
		}
		err = response.Decode(&testObject{})
		if message == "" {
			if err != nil {
				t.Errorf("with the ID %q: %v", want, err)
			}
			continue
		}
		if failure := requireError(t, err); failure.Reason != transport.UnexpectedResponse || !failure.Ambiguous || !strings.HasSuffix(failure.Error(), message) {
			t.Errorf("got reason %d, ambiguous %t, %q", failure.Reason, failure.Ambiguous, failure)
		}
	}
}

// Decode without a body accepts only an empty response.
func TestDecodeWithoutBody(t *testing.T) {
	t.Parallel()
	for body, message := range map[string]string{"": "", "{}": "JSON that Example does not send", "<title>Sign in</title>": `an HTML page titled "Sign in"`} {
		kind := "application/json"
		if strings.HasPrefix(body, "<") {
			kind = "text/html"
		}
		s := startService(t, (*httptest.Server).Start, respond(200, body, "Content-Type", kind))
		response, err := newClient(t, s.URL, nil).Do(t.Context(), &transport.Request{Method: http.MethodDelete, Path: "/rooms/1"})
		if err != nil {
			t.Fatal(err)
		}
		err = response.Decode(nil)
		if message == "" {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		if failure := requireError(t, err); failure.Reason != transport.UnexpectedResponse || !failure.Ambiguous || !strings.HasSuffix(failure.Error(), message) {
			t.Errorf("got reason %d, ambiguous %t, %q", failure.Reason, failure.Ambiguous, failure)
		}
	}
}

func TestResponseError(t *testing.T) {
	t.Parallel()
	s := startService(t, (*httptest.Server).Start, respond(409, "{}"))
	client := newClient(t, s.URL+"/xr", func(config *transport.Config) { config.Secrets = []string{"hidden"} })
	response, err := client.Do(t.Context(), newGet("/rooms/1"))
	if err != nil {
		t.Fatal(err)
	}
	failure := response.Error("label \x1bhidden exists", transport.FieldError{Field: "la\nbel", Message: strings.Repeat("hidden ", 200)})
	if want := "GET /rooms/1: 409 Conflict: label (secret) exists"; failure.Error() != want {
		t.Errorf("got %q, want %q", failure, want)
	}
	if failure.Endpoint != s.URL+"/xr" || failure.Service != "Example" || failure.Reason != transport.Invalid || failure.Attempts != 1 {
		t.Errorf("got %#v", failure)
	}
	if field := failure.Fields[0]; field.Field != "la bel" || len(field.Message) > 510 || strings.Contains(field.Message, "hidden") {
		t.Errorf("got %+v", field)
	}
	if want := "GET /rooms/1: 409 Conflict"; response.Error("").Error() != want {
		t.Errorf("without a message it is %q, want %q", response.Error(""), want)
	}
}

func TestReasonOf(t *testing.T) {
	t.Parallel()
	notFound := &transport.Error{Reason: transport.NotFound, Ambiguous: true}
	wrapped := fmt.Errorf("read the room: %w", notFound)
	if !transport.IsNotFound(wrapped) || !transport.IsAmbiguous(wrapped) || transport.ReasonOf(wrapped) != transport.NotFound {
		t.Error("the reason of a wrapped error is not found")
	}
	other := errors.New("other")
	if transport.IsNotFound(other) || transport.IsAmbiguous(other) || transport.ReasonOf(other) != transport.Unclassified || transport.IsNotFound(nil) {
		t.Error("another error has a reason")
	}
	if transport.IsNotFound(&transport.Error{Reason: transport.UnknownRoute, Status: http.StatusNotFound}) {
		t.Error("an unknown route is taken for an object that does not exist")
	}
}

func FuzzDecode(f *testing.F) {
	s := startService(f, (*httptest.Server).Start, respond(200, "{}"))
	response, err := newClient(f, s.URL, nil).Do(f.Context(), newGet("/"))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"", "{}", "[]", "null", `{"id":1}`, `{"size":1e999}`, `{"form":null}`, `{"owner":{"name":[]}}`, "\xff", strings.Repeat("[", 20_000)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		received := *response
		received.Body = body
		var got testObject
		err := received.Decode(&got)
		if err == nil {
			if !json.Valid(body) {
				t.Errorf("%q was decoded", body)
			}
			return
		}
		if failure := requireError(t, err); failure.Reason != transport.UnexpectedResponse || len(failure.Error()) > 600 {
			t.Errorf("got reason %d, %q", failure.Reason, failure)
		}
	})
}
