package transport

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

// EndpointError says what is wrong with the base URL of a service and what to do. It continues a sentence that begins with
// the name of the setting, and quotes nothing that can be a credential.
type EndpointError string

func (e EndpointError) Error() string { return string(e) }

// ParseEndpoint reads the base URL of a service. A path prefix is allowed; a query, a fragment or credentials are not. The
// error is an EndpointError.
func ParseEndpoint(text string) (*url.URL, error) {
	const complete = `Set it to a URL such as "https://api.example.com".`
	trimmed := strings.TrimRight(text, "/")
	scheme, rest, hasScheme := strings.Cut(text, "://")
	switch lower := strings.ToLower(scheme); {
	case text == "":
		return nil, EndpointError("is empty. " + complete)
	case strings.Contains(text, "@"):
		return nil, EndpointError("contains a user name or password. Remove them, and set the arguments for credentials.")
	case strings.ContainsAny(text, "?#"):
		return nil, EndpointError("contains a query (?) or a fragment (#). Remove it: the URL must end with the host or a path.")
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return nil, EndpointError("contains white space or a line break. Remove it. If the URL is read from a file, wrap it in trimspace().")
	case !hasScheme:
		return nil, EndpointError(fmt.Sprintf("is %q, which has no scheme. %s", text, didYouMean(strings.TrimLeft(trimmed, "/"), complete)))
	case lower != "http" && lower != "https":
		return nil, EndpointError(fmt.Sprintf("is %q, which has the scheme %q. %s", text, scheme, didYouMean(strings.TrimRight(rest, "/"), complete)))
	}
	endpoint, err := url.Parse(trimmed)
	if err != nil || endpoint.Hostname() == "" {
		return nil, EndpointError(fmt.Sprintf("is %q, which is not a complete URL. %s", text, complete))
	}
	return endpoint, nil
}

// didYouMean suggests the URL of a host and path: with http only for a server on this machine. Otherwise it gives the
// advice.
func didYouMean(address, otherwise string) string {
	for _, scheme := range []string{"http://", "https://"} {
		endpoint, err := url.Parse(scheme + address)
		if err == nil && endpoint.Hostname() != "" && !IsInsecure(endpoint) {
			return fmt.Sprintf("Did you mean %q?", endpoint)
		}
	}
	return otherwise
}

// IsInsecure says whether what is sent to the endpoint can be read on the way: plain http to another machine.
func IsInsecure(endpoint *url.URL) bool {
	if endpoint.Scheme == "https" {
		return false
	}
	host := strings.ToLower(endpoint.Hostname())
	ip := net.ParseIP(host)
	return host != "localhost" && !strings.HasSuffix(host, ".localhost") && (ip == nil || !ip.IsLoopback())
}

// checkRedirect follows a redirect only where credentials stay with the server they are meant for: a read that moves
// within the same origin, or from http to https on the same host. All others end as an *Error.
func checkRedirect(next *http.Request, via []*http.Request) error {
	last := via[len(via)-1] // not the first, or an upgrade could be taken back
	sameOrigin := next.URL.Scheme == last.URL.Scheme && next.URL.Host == last.URL.Host
	upgrade := last.URL.Scheme == "http" && next.URL.Scheme == "https" && next.URL.Hostname() == last.URL.Hostname()
	if last.Method == http.MethodGet && (sameOrigin || upgrade) && len(via) < 5 {
		return nil
	}
	return http.ErrUseLastResponse
}
