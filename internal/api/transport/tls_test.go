package transport_test

import (
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// trustCertificateOf makes a client trust the certificate of a server.
func trustCertificateOf(s *service) func(*transport.Config) {
	return func(config *transport.Config) {
		config.RootCAs = x509.NewCertPool()
		config.RootCAs.AddCert(s.Certificate())
	}
}

func TestRootCAs(t *testing.T) {
	t.Parallel()
	s := startService(t, (*httptest.Server).StartTLS, respond(200, "{}"))
	request := &transport.Request{Method: http.MethodPost, Path: "/rooms"}

	if _, err := newClient(t, s.URL, trustCertificateOf(s)).Do(t.Context(), request); err != nil {
		t.Errorf("with its certificate: %v", err)
	}
	failure := requireFailure(t, newClient(t, s.URL, nil), request)
	if failure.Reason != transport.NoResponse || failure.Ambiguous || failure.Attempts != 1 || !strings.Contains(failure.Message, "certificate is not trusted") {
		t.Errorf("without its certificate: %v", failure)
	}
	if seen := len(s.received()); seen != 1 {
		t.Errorf("the service received %d requests, want one, from the client that trusts it", seen)
	}
	endpoint := strings.Replace(s.URL, "127.0.0.1", "localhost", 1)
	failure = requireFailure(t, newClient(t, endpoint, trustCertificateOf(s)), request)
	if !strings.Contains(failure.Message, "not localhost") {
		t.Errorf("by another name: %v", failure)
	}
}
