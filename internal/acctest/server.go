package acctest

import (
	"net/http"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// Must returns a new emulator. It panics if the emulator cannot be created.
func Must[T any](emulator T, err error) T {
	if err != nil {
		panic(err)
	}
	return emulator
}

// StartServer serves an emulator, such as the emulator of a companion service, until the test ends.
func StartServer(t *testing.T, emulator http.Handler) *faultserver.Server {
	t.Helper()
	server, err := faultserver.Start(emulator)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// JSONResponse returns a fault that responds with JSON in place of the service. Set Method and Path to limit it to some requests.
func JSONResponse(status int, body string) faultserver.Fault {
	return response(status, "application/json; charset=utf-8", body)
}

// HTMLResponse is JSONResponse with an HTML page, as a proxy sends.
func HTMLResponse(status int, body string) faultserver.Fault {
	return response(status, "text/html; charset=utf-8", body)
}

func response(status int, contentType, body string) faultserver.Fault {
	return faultserver.Fault{Status: status, Header: http.Header{"Content-Type": {contentType}}, Body: body}
}
