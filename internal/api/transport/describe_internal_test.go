package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"testing"
)

// These are errors of net/http that a test cannot provoke on every machine.
func TestDescribe(t *testing.T) {
	t.Parallel()
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	tests := []struct {
		err  error
		want string
	}{
		{dial(os.NewSyscallError("connect", syscall.ECONNREFUSED)), "the connection was refused"},
		{dial(os.NewSyscallError("connect", syscall.ENETUNREACH)), "the network failed (dial): connect: network is unreachable"},
		{dial(&net.DNSError{Err: "server misbehaving", Name: "api.example", Server: "192.0.2.1:53"}), `the host name "api.example" could not be resolved`},
		{syscall.EPIPE, "the connection was reset before the response"},
		{fmt.Errorf("%w: %w", errBodyCut, syscall.ECONNRESET), "the connection broke in the middle of the response"},
		{fmt.Errorf("%w: %w", errBodyCut, context.Canceled), "the operation was cancelled"},
		{io.ErrUnexpectedEOF, "the connection was closed before the response"},
		{http.ErrSchemeMismatch, "the server does not speak TLS at this address, although the endpoint begins with https"},
		{tls.RecordHeaderError{Msg: "no TLS"}, "the server does not speak TLS at this address, although the endpoint begins with https"},
		{&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, "the server's certificate is not trusted: x509: certificate signed by unknown authority"},
		{errors.New("http2: unexpected"), "http2: unexpected"},
	}
	for _, test := range tests {
		t.Run(test.want, func(t *testing.T) {
			t.Parallel()
			wrapped := &url.Error{Op: "Get", URL: "https://api.example/things?key=secret", Err: test.err}
			if got := describe(wrapped); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
