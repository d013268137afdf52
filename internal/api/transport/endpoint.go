package transport

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

// endpointError is the error of ParseEndpoint: one or more sentences, the first without its subject.
type endpointError string

func (e endpointError) Error() string { return string(e) }

// ParseEndpoint parses the base URL of a service. It may have a path, but no query, fragment or credentials. The error says what
// is wrong and what to do. It follows the name of the setting in a sentence, and shows no credentials.
func ParseEndpoint(text string) (*url.URL, error) {
	const complete = `Set it to a URL such as "https://api.example.com".`
	trimmed := strings.TrimRight(text, "/")
	scheme, rest, hasScheme := strings.Cut(text, "://")
	switch lower := strings.ToLower(scheme); {
	case text == "":
		return nil, endpointError("is empty. " + complete)
	case strings.Contains(text, "@"):
		return nil, endpointError("contains a user name or password. Remove them, and set the arguments for credentials.")
	case strings.ContainsAny(text, "?#"):
		return nil, endpointError("contains a query (?) or a fragment (#). Remove it: the URL must end with the host or a path.")
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return nil, endpointError("contains white space or a line break. Remove it. If the URL is read from a file, wrap it in trimspace().")
	case !hasScheme:
		return nil, endpointError(fmt.Sprintf("is %q, which has no scheme. %s", text, didYouMean(strings.TrimLeft(trimmed, "/"), complete)))
	case lower != "http" && lower != "https":
		return nil, endpointError(fmt.Sprintf("is %q, which has the scheme %q. %s", text, scheme, didYouMean(strings.TrimRight(rest, "/"), complete)))
	}
	endpoint, err := url.Parse(trimmed)
	if err != nil || endpoint.Hostname() == "" {
		return nil, endpointError(fmt.Sprintf("is %q, which is not a complete URL. %s", text, complete))
	}
	return endpoint, nil
}

// didYouMean suggests a URL for a host and path, with http only for a server on this machine. It returns otherwise if no such
// URL exists.
func didYouMean(address, otherwise string) string {
	for _, scheme := range []string{"http://", "https://"} {
		endpoint, err := url.Parse(scheme + address)
		if err == nil && endpoint.Hostname() != "" && !IsInsecure(endpoint) {
			return fmt.Sprintf("Did you mean %q?", endpoint)
		}
	}
	return otherwise
}

// IsInsecure reports whether requests to the endpoint are not encrypted: http to another machine.
func IsInsecure(endpoint *url.URL) bool {
	if endpoint.Scheme == "https" {
		return false
	}
	host := strings.ToLower(endpoint.Hostname())
	ip := net.ParseIP(host)
	return host != "localhost" && !strings.HasSuffix(host, ".localhost") && (ip == nil || !ip.IsLoopback())
}

// checkRedirect follows a redirect only if the credentials stay with the same server: a GET within the same origin, or from http
// to https on the same host. Do returns an *Error for all other redirects.
func checkRedirect(next *http.Request, via []*http.Request) error {
	last := via[len(via)-1] // not the first, or a redirect could lead back from https to http
	sameOrigin := next.URL.Scheme == last.URL.Scheme && next.URL.Host == last.URL.Host
	upgrade := last.URL.Scheme == "http" && next.URL.Scheme == "https" && next.URL.Hostname() == last.URL.Hostname()
	if last.Method == http.MethodGet && (sameOrigin || upgrade) && len(via) < 5 {
		return nil
	}
	return http.ErrUseLastResponse
}
