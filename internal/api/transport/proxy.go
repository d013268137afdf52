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

// proxyError is what a forward proxy, which the environment names, answered in place of the service, or why it did not
// answer. It names the proxy without its credentials.
type proxyError struct {
	host    string
	problem string
	// passes says that the proxy works and could not reach the service, so that another attempt may succeed.
	passes bool
}

func (p *proxyError) Error() string { return fmt.Sprintf("the proxy %s %s", p.host, p.problem) }

// errBadProxy is the error of a proxy's URL that cannot be read. The text of net/http quotes it, with its password.
var errBadProxy = errors.New("the environment variable HTTPS_PROXY or HTTP_PROXY is not the URL of a proxy")

// useProxy lets a transport send its requests by the proxy that choose returns, and tells apart what the proxy answers.
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

// refusedBy is the failure of a request that the proxy answered itself.
func refusedBy(proxy *url.URL, response *http.Response) *proxyError {
	status := strings.TrimSpace(fmt.Sprint(response.StatusCode, " ", http.StatusText(response.StatusCode)))
	return &proxyError{host: proxy.Host, problem: "refused the request with " + status, passes: response.StatusCode >= http.StatusInternalServerError}
}

// proxyFailed returns the *proxyError of an attempt that failed at the proxy, and otherwise err.
func (c *Client) proxyFailed(request *http.Request, response *http.Response, err error) error {
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
	// net/http and its SOCKS client name the step that failed.
	if failure, ok := errors.AsType[*net.OpError](err); ok && (failure.Op == "proxyconnect" || strings.HasPrefix(failure.Op, "socks")) {
		return &proxyError{host: proxy.Host, problem: "cannot be used: " + describe(failure.Err)}
	}
	return err
}
