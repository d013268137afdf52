package transport

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// proxyError is the response of a forward proxy in place of the service, or the reason why the proxy cannot be used. It shows
// the host of the proxy without its credentials.
type proxyError struct {
	host    string
	problem string
	// status is the status with which the proxy refused the request; 0 if the proxy cannot be used.
	status int
}

// isTransient reports whether the proxy could not reach the service, so that a retry may succeed.
func (p *proxyError) isTransient() bool { return p.status >= http.StatusInternalServerError }

func (p *proxyError) Error() string { return fmt.Sprintf("the proxy %s %s", p.host, p.problem) }

// errBadProxy is the error of a proxy URL that cannot be parsed. The error of net/http shows the URL with its password.
var errBadProxy = errors.New("the environment variable HTTPS_PROXY or HTTP_PROXY is not the URL of a proxy")

// useProxy makes a transport use the proxy that choose returns, and return a *proxyError if the proxy refuses a connection.
func useProxy(transport *http.Transport, choose func(*http.Request) (*url.URL, error)) {
	transport.Proxy = func(request *http.Request) (*url.URL, error) {
		proxy, err := choose(request)
		if err != nil {
			return nil, errBadProxy
		}
		return proxy, nil
	}
	transport.OnProxyConnectResponse = func(_ context.Context, proxy *url.URL, _ *http.Request, response *http.Response) error {
		if response.StatusCode == http.StatusOK {
			return nil
		}
		return refusedBy(proxy, response)
	}
}

// refusedBy returns the error of a request that the proxy refused.
func refusedBy(proxy *url.URL, response *http.Response) *proxyError {
	status := strings.TrimSpace(fmt.Sprint(response.StatusCode, " ", http.StatusText(response.StatusCode)))
	return &proxyError{host: proxy.Host, problem: "refused the request with " + status, status: response.StatusCode}
}

// toProxyError returns a *proxyError if an attempt failed at the proxy, and otherwise err.
func (c *Client) toProxyError(request *http.Request, response *http.Response, err error) error {
	proxy, problem := c.transport.Proxy(request)
	if problem != nil || proxy == nil || request.Context().Err() != nil {
		return err
	}
	if err == nil {
		if response.StatusCode == http.StatusProxyAuthRequired { // of a request by plain http
			return refusedBy(proxy, response)
		}
		return nil
	}
	// net/http and its SOCKS client name the operation that failed.
	if failure, ok := errors.AsType[*net.OpError](err); ok && (failure.Op == "proxyconnect" || strings.HasPrefix(failure.Op, "socks")) {
		return &proxyError{host: proxy.Host, problem: "cannot be used: " + describe(failure.Err)}
	}
	return err
}
