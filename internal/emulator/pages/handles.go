package pages

import (
	"mime"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// apiPrefixes are the paths of the services, and of the files that clients have uploaded. They never have a page.
var apiPrefixes = []string{
	"/api", "/auth", "/logs", "/events", "/storage", "/venueless/api", "/vcs/api", "/whiteboard/v5",
}

// Handles reports whether the request is for the pages: it is below "/-/", for a thumbnail, or a GET of a browser for a path
// that is not one of the services.
func (p *Pages) Handles(r *http.Request) bool {
	if r.URL.Path == strings.TrimSuffix(reservedPrefix, "/") || strings.HasPrefix(r.URL.Path, reservedPrefix) {
		return true
	}
	if r.Method != http.MethodGet || isAPI(r.URL.Path) {
		return false
	}
	if file, ok := strings.CutPrefix(r.URL.Path, "/files/"); ok {
		if _, found := p.findThumbnail(file); found {
			return true
		}
	}
	return listsHTML(r.Header.Values("Accept"))
}

func isAPI(path string) bool {
	for _, prefix := range apiPrefixes {
		if rest, ok := strings.CutPrefix(path, prefix); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return false
}

// listsHTML reports whether an Accept header names text/html, as browsers do. A wildcard is not enough: tools send it.
func listsHTML(accept []string) bool {
	for media := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		kind, parameters, err := mime.ParseMediaType(media)
		if err != nil || kind != "text/html" {
			continue
		}
		weight, given := parameters["q"]
		return !given || strings.Trim(weight, "0.") != "" // "q=0" means that the client does not accept it
	}
	return false
}

// isLoopback reports whether a Host header names this machine, and cannot name another one.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

func refuseHost(w http.ResponseWriter) {
	http.Error(w, "The pages of the emulator answer only at a loopback address, such as http://127.0.0.1:8780 or http://localhost:8780.\n"+
		"To open them under another name, start the emulator with -allow-remote.", http.StatusForbidden)
}
