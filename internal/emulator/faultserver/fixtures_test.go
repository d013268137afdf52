package faultserver_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

const greeting = "welcome to the real service"

// countingService responds to every request with the greeting, and counts them.
type countingService struct{ served atomic.Int64 }

func (g *countingService) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	g.served.Add(1)
	w.Header().Set("X-Real", "yes")
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, greeting) // fails if the client has closed the connection
}

func start(t *testing.T, handler http.Handler) *faultserver.Server {
	t.Helper()
	server, err := faultserver.Start(handler)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// result is what a client received: a response, or the error of sending the request or reading the response.
type result struct {
	status int
	header http.Header
	body   string
	err    error
}

func send(ctx context.Context, t *testing.T, client *http.Client, method, url, body string) result {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		return result{err: err}
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	return result{status: response.StatusCode, header: response.Header, body: string(content), err: err}
}

// newClient returns a client with its own connections. A client that has older ones would retry on another connection.
func newClient(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func post(t *testing.T, url string) result {
	t.Helper()
	return send(t.Context(), t, newClient(t), http.MethodPost, url, "hello")
}
