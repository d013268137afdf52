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

type thing struct {
	ID    string `json:"id"`
	Size  int8   `json:"size"`
	Owner struct {
		Name string `json:"name"`
	} `json:"owner"`
	Form form `json:"form"`
}

// form reads only one word.
type form struct{}

func (*form) UnmarshalJSON(data []byte) error {
	if string(data) != `"round"` {
		return fmt.Errorf("%s is no form", data)
	}
	return nil
}

// Nothing of an answer that is not understood is shown, since nobody knows what is in it.
func TestDecode(t *testing.T) {
	t.Parallel()
	const secret, good = "hidden", `{"id":"1","size":5,"form":"round"}`
	tests := []struct {
		name   string
		kind   string
		body   string
		status int
		says   string // "" where it can be read
		reason transport.Reason
	}{
		{name: "JSON", kind: "application/json", body: good},
		{name: "with a charset", kind: "Application/JSON; charset=utf-8", body: good},
		{name: "a problem", kind: "application/problem+json", body: good},
		{name: "an HTML page", kind: "text/html", body: "<html>hidden", says: "an HTML page"},
		{name: "with a title", kind: "text/html; charset=utf-8", body: "<HTML><Title lang=en>\n Sign\tin </title>hidden", says: `an HTML page titled "Sign in"`},
		{name: "with a title that never ends", kind: "text/html", body: "<title>" + strings.Repeat("x", 5000), says: `an HTML page titled "` + strings.Repeat("x", 100) + `"`},
		{name: "with a late title", kind: "text/html", body: strings.Repeat(" ", 4096) + "<title>hidden</title>", says: "an HTML page"},
		{name: "plain text", kind: "text/plain", body: "hidden", says: "an answer that is not JSON"},
		{name: "JSON that does not call itself so", kind: "text/plain", body: good, says: "an answer that is not JSON"},
		{name: "a broken content type", kind: "application/", body: good, says: "an answer that is not JSON"},
		{name: "nothing", says: "an empty answer"},
		{name: "empty", kind: "application/json", says: "JSON that Example does not send: it is cut off or broken JSON"},
		{name: "cut", kind: "application/json", body: `{"id":"hidden`, says: "it is cut off or broken JSON"},
		{name: "with an appendix", kind: "application/json", body: good + "hidden", says: "it is cut off or broken JSON"},
		{name: "another shape", kind: "application/json", body: `["hidden"]`, says: "array in place of transport_test.thing"},
		{name: "a wrong type", kind: "application/json", body: `{"owner":{"name":5}}`, says: `number in place of string, in the field "owner.name"`},
		{name: "a number beyond the range", kind: "application/json", body: `{"size":4444}`, says: `number in place of int8, in the field "size"`},
		{name: "another form", kind: "application/json", body: `{"form":"hidden"}`, says: "it has a value of another form than expected"},
		{name: "401", status: 401, kind: "text/html", body: "hidden", says: "an HTML page", reason: transport.Unauthorized},
		{name: "413", status: 413, kind: "text/html", body: "<title>hidden</title>", says: "the request is too long for the server, or for a proxy in front of it", reason: transport.Invalid},
		{name: "431", status: 431, says: "the request is too long for the server, or for a proxy in front of it", reason: transport.Invalid},
	}
	for _, test := range tests {
		for method, write := range map[string]bool{http.MethodGet: false, http.MethodPost: true} {
			t.Run(test.name+"/"+method, func(t *testing.T) {
				t.Parallel()
				status := max(test.status, http.StatusOK)
				s := serve(t, (*httptest.Server).Start, func(w http.ResponseWriter, _ *http.Request) {
					w.Header()["Content-Type"] = []string{test.kind}
					if test.kind == "" {
						w.Header()["Content-Type"] = nil
					}
					w.WriteHeader(status)
					_, _ = w.Write([]byte(test.body))
				})
				response, err := newClient(t, s.URL, nil).Do(t.Context(), &transport.Request{Method: method, Path: "/things"})
				if err != nil {
					t.Fatal(err)
				}
				var got thing
				err = response.Decode(&got)
				if test.says == "" {
					if err != nil || got.ID != "1" || got.Size != 5 {
						t.Errorf("got %v, %+v", err, got)
					}
					return
				}
				failure := asFailure(t, err)
				want := test.reason
				if want == transport.Unclassified {
					want = transport.UnexpectedResponse
				}
				if failure.Reason != want || failure.Status != status || failure.Ambiguous != (write && status < 300) {
					t.Errorf("got reason %d, status %d, ambiguous %t", failure.Reason, failure.Status, failure.Ambiguous)
				}
				if text := failure.Error(); !strings.HasSuffix(text, test.says) || strings.Contains(text, secret) || strings.Contains(text, "4444") {
					t.Errorf("error is %q, want it to end in %q", text, test.says)
				}
			})
		}
	}
}

func TestFail(t *testing.T) {
	t.Parallel()
	s := serve(t, (*httptest.Server).Start, answer(409, "{}"))
	client := newClient(t, s.URL+"/xr", func(config *transport.Config) { config.Secrets = []string{"hidden"} })
	response, err := client.Do(t.Context(), get("/things/1"))
	if err != nil {
		t.Fatal(err)
	}
	failure := response.Error("label \x1bhidden exists", transport.FieldError{Field: "la\nbel", Message: strings.Repeat("hidden ", 200)})
	if want := "GET /things/1: 409 Conflict: label (secret) exists"; failure.Error() != want {
		t.Errorf("got %q, want %q", failure, want)
	}
	if failure.Endpoint != s.URL+"/xr" || failure.Service != "Example" || failure.Reason != transport.Invalid || failure.Attempts != 1 {
		t.Errorf("got %#v", failure)
	}
	if field := failure.Fields[0]; field.Field != "la bel" || len(field.Message) > 510 || strings.Contains(field.Message, "hidden") {
		t.Errorf("got %+v", field)
	}
	if want := "GET /things/1: 409 Conflict"; response.Error("").Error() != want {
		t.Errorf("without a message it is %q, want %q", response.Error(""), want)
	}
}

func TestReasons(t *testing.T) {
	t.Parallel()
	gone := &transport.Error{Reason: transport.NotFound, Ambiguous: true}
	wrapped := fmt.Errorf("read the thing: %w", gone)
	if !transport.IsNotFound(wrapped) || !transport.IsAmbiguous(wrapped) || transport.ReasonOf(wrapped) != transport.NotFound {
		t.Error("the reason is not found below other errors")
	}
	other := errors.New("other")
	if transport.IsNotFound(other) || transport.IsAmbiguous(other) || transport.ReasonOf(other) != transport.Unclassified || transport.IsNotFound(nil) {
		t.Error("a stranger's error has a reason")
	}
	if transport.IsNotFound(&transport.Error{Reason: transport.UnknownRoute, Status: http.StatusNotFound}) {
		t.Error("a missing route passes for a missing thing")
	}
}

func FuzzDecode(f *testing.F) {
	s := serve(f, (*httptest.Server).Start, answer(200, "{}"))
	response, err := newClient(f, s.URL, nil).Do(f.Context(), get("/"))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"", "{}", "[]", "null", `{"id":1}`, `{"size":1e999}`, `{"form":null}`, `{"owner":{"name":[]}}`, "\xff", strings.Repeat("[", 20_000)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		answer := *response
		answer.Body = body
		var got thing
		err := answer.Decode(&got)
		if err == nil {
			if !json.Valid(body) {
				t.Errorf("%q was read", body)
			}
			return
		}
		if failure := asFailure(t, err); failure.Reason != transport.UnexpectedResponse || len(failure.Error()) > 600 {
			t.Errorf("got reason %d, %q", failure.Reason, failure)
		}
	})
}
