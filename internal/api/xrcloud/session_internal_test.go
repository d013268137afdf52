package xrcloud

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// A request that begins during a renewal waits for the new token: the old one would be rejected.
func TestExpiredTokenIsNotUsedDuringItsRenewal(t *testing.T) {
	t.Parallel()
	var client *Client
	var renewals atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token, err := client.session.currentToken(""); token != "" || err != nil {
			t.Errorf("during %s the token is %q, %v", r.URL.Path, token, err)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"accessToken":"token-%d","refreshToken":"refresh"}`, renewals.Add(1))
	}))
	t.Cleanup(server.Close)
	endpoint, err := transport.ParseEndpoint(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client = New(Config{Email: "ada@example.com", Password: "a-password", Transport: transport.Config{Endpoint: endpoint}})
	t.Cleanup(client.Close)
	expired := ""
	for _, want := range []string{"token-1", "token-2"} {
		got, err := client.session.token(t.Context(), client, expired)
		if err != nil || got != want {
			t.Fatalf("got %q, %v, want %q", got, err, want)
		}
		expired = got
	}
}
