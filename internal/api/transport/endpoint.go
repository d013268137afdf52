package transport

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// ParseEndpoint reads the base URL of a service. A path prefix is allowed; a query, a fragment or credentials are not.
func ParseEndpoint(text string) (*url.URL, error) {
	endpoint, err := url.Parse(strings.TrimRight(text, "/"))
	switch {
	case err != nil || endpoint.Hostname() == "" || endpoint.Scheme != "http" && endpoint.Scheme != "https":
		return nil, errors.New(`it must be a complete URL that begins with "https://" (or "http://"), such as "https://api.example.com"`)
	case endpoint.User != nil:
		return nil, errors.New("it must not hold a user name or password: give credentials by the arguments made for them")
	case strings.ContainsAny(text, "?#"):
		return nil, errors.New("it must end with the host or a path, without a query (?) or a fragment (#)")
	}
	return endpoint, nil
}

// Exposes says whether what is sent to the endpoint can be read on the way: plain http to another machine.
func Exposes(endpoint *url.URL) bool {
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
