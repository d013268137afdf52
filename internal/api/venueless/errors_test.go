package venueless_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

// TestErrorBodies reads each form in which the server and its framework say no.
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
		"a JSON text":     {401, plain, `"Missing fields in request."`, transport.Unauthorized, "Missing fields in request.", nil},
		"a list of texts": {400, plain, `["No."]`, transport.Invalid, "No.", nil},
		"method":          {405, plain, `{"detail":"Method \"PUT\" not allowed."}`, transport.Invalid, `Method "PUT" not allowed.`, nil},
		"no reason":       {400, plain, `{}`, transport.UnexpectedResponse, "JSON that Venueless does not send: it gives no reason", nil},
		"broken":          {400, plain, `{"detail":`, transport.UnexpectedResponse, "JSON that Venueless does not send: it is cut off or broken JSON", nil},
		"no CSRF token":   {403, page, `<title>403 Forbidden</title>`, transport.UnexpectedResponse, `an HTML page titled "403 Forbidden"`, nil},
		"broken server":   {500, page, `<title>Server Error (500)</title>`, transport.ServerError, `an HTML page titled "Server Error (500)"`, nil},
		"proxy":           {404, page, `<title>Not Found</title>`, transport.UnexpectedResponse, `an HTML page titled "Not Found"`, nil},
		"web app":         {200, page, `<title>Venueless</title>`, transport.UnexpectedResponse, `an HTML page titled "Venueless"`, nil},
		"other JSON":      {200, plain, `{"hello":"world"}`, transport.UnexpectedResponse, "JSON that Venueless does not send: it has no id", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", test.media)
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.body)) // a client that has gone is no concern of the server's
			}))
			_, err := connect(t, server, venueless.Config{WorldID: "acc", Token: "the-token"}).World(t.Context(), "")
			var failure *transport.Error
			if !errors.As(err, &failure) {
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

func TestWorld(t *testing.T) {
	t.Parallel()
	s := start(t)
	world, err := s.client.World(t.Context(), "")
	if err != nil || world != (venueless.World{ID: "acc", Title: "Acceptance", Domain: "acc.example.org"}) {
		t.Errorf("got %+v, %v", world, err)
	}
	_, err = s.client.World(t.Context(), "nope")
	expect(t, err, transport.UnknownRoute, "no such world")
	_, err = s.client.World(t.Context(), "fresh")
	expect(t, err, transport.Unauthorized, `the role "apiuser"`)
}

// TestModulesWithoutType holds that the request that the server breaks on is never sent.
func TestModulesWithoutType(t *testing.T) {
	t.Parallel()
	s := start(t)
	room := s.create(t, venueless.Room{})
	list := modules(chat, " ")
	_, err := s.client.CreateRoom(t.Context(), "", with(venueless.Room{ModuleConfig: list}))
	expect(t, err, transport.Invalid, "no type")
	_, err = s.client.UpdateRoom(t.Context(), "", room.ID, venueless.RoomChange{ModuleConfig: &list})
	expect(t, err, transport.Invalid, "no type")
	if sent := len(s.server.Requests("PATCH", "")) + len(s.server.Requests("POST", "")); sent != 1 {
		t.Errorf("%d requests changed something, want only the first", sent)
	}
}
