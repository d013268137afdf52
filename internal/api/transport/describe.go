package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
)

// describe returns the message for an error below HTTP. The messages of net/http contain the URL with its query, and are
// therefore never shown.
func describe(err error) string {
	if proxy, ok := errors.AsType[*proxyError](err); ok {
		return proxy.Error()
	}
	switch {
	case errors.Is(err, errBadProxy):
		return errBadProxy.Error()
	case errors.Is(err, errRequestTimeout):
		return "no complete response within the request timeout"
	case errors.Is(err, ErrResponseTooLarge):
		return ErrResponseTooLarge.Error()
	case errors.Is(err, context.Canceled):
		return "the operation was cancelled"
	case errors.Is(err, context.DeadlineExceeded):
		return "the deadline of the operation passed"
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return fmt.Sprintf("the host name %q could not be resolved", dns.Name)
	}
	if isPlainHTTP(err) {
		return "the server does not speak TLS at this address, although the endpoint begins with https"
	}
	if certificate, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "the server's certificate is not trusted: " + certificate.Err.Error()
	}
	switch {
	case errors.Is(err, errBodyCut):
		return errBodyCut.Error()
	case errors.Is(err, syscall.ECONNREFUSED):
		return "the connection was refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "the connection was reset before the response"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was closed before the response"
	}
	if operation, ok := errors.AsType[*net.OpError](err); ok {
		return fmt.Sprintf("the network failed (%s): %v", operation.Op, operation.Err)
	}
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	return err.Error()
}

// isPlainHTTP reports whether the server does not use TLS, although the request did.
func isPlainHTTP(err error) bool {
	_, isRecord := errors.AsType[tls.RecordHeaderError](err)
	return isRecord || errors.Is(err, http.ErrSchemeMismatch)
}

// isTLSError reports whether a TLS connection failed, which a retry would not change.
func isTLSError(err error) bool {
	_, isCertificate := errors.AsType[*tls.CertificateVerificationError](err)
	return isCertificate || isPlainHTTP(err)
}
