package venueless_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

// TestErrorBodies decodes each form of error that the server and its framework send.
func TestErrorBodies(t *testing.T) {
	t.Parallel()
	const plain, page = "application/json", "text/html; charset=utf-8"
	for name, test := range map[string]struct {
		status  int
		media   string
		body    string
		reason  transport.Reason
		message string
		fields  []transport.FieldError
	}{
		"detail":          {400, plain, `{"detail":"JSON parse error"}`, transport.Invalid, "JSON parse error", nil},
		"field":           {400, plain, `{"name":["Too long.","Too loud."]}`, transport.Invalid, "name: Too long. Too loud.", []transport.FieldError{{Field: "name", Message: "Too long. Too loud."}}},
		"nested field":    {400, plain, `{"module_config":{"0":["Not an object."]}}`, transport.Invalid, "module_config: 0: Not an object.", []transport.FieldError{{Field: "module_config", Message: "0: Not an object."}}},
		"no field":        {400, plain, `{"non_field_errors":["Expected a dictionary."]}`, transport.Invalid, "Expected a dictionary.", nil},
		"string":          {401, plain, `"Missing fields in request."`, transport.Unauthorized, "Missing fields in request.", nil},
		"list of strings": {400, plain, `["No."]`, transport.Invalid, "No.", nil},
		"method":          {405, plain, `{"detail":"Method \"PUT\" not allowed."}`, transport.Invalid, `Method "PUT" not allowed.`, nil},
		"no reason":       {400, plain, `{}`, transport.UnexpectedResponse, "JSON that Venueless does not send: it gives no reason", nil},
		"broken":          {400, plain, `{"detail":`, transport.UnexpectedResponse, "JSON that Venueless does not send: it is incomplete or invalid JSON", nil},
		"no CSRF token":   {403, page, `<title>403 Forbidden</title>`, transport.UnexpectedResponse, `an HTML page titled "403 Forbidden"`, nil},
		"broken server":   {500, page, `<title>Server Error (500)</title>`, transport.ServerError, `an HTML page titled "Server Error (500)"`, nil},
		"proxy":           {404, page, `<title>Not Found</title>`, transport.UnexpectedResponse, `an HTML page titled "Not Found"`, nil},
		"web app":         {200, page, `<title>Venueless</title>`, transport.UnexpectedResponse, `an HTML page titled "Venueless"`, nil},
		"other JSON":      {200, plain, `{"hello":"world"}`, transport.UnexpectedResponse, "JSON that Venueless does not send: it has no id", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := startServer(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", test.media)
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.body)) // the client may have closed the connection
			}))
			_, err := newClient(t, server, venueless.Config{WorldID: "acc", Token: "the-token"}).World(t.Context(), "")
			failure, ok := errors.AsType[*transport.Error](err)
			if !ok {
				t.Fatal(err)
			}
			if failure.Reason != test.reason || failure.Message != test.message {
				t.Errorf("reason %v, %q", failure.Reason, failure.Message)
			}
			if difference := cmp.Diff(test.fields, failure.Fields); difference != "" {
				t.Error(difference)
			}
		})
	}
}
