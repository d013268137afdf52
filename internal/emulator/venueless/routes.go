package venueless

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
)

// answer is what goes back: JSON, HTML, or nothing at all.
type answer struct {
	status int
	allow  string
	json   any
	html   string
}

func (a answer) send(w http.ResponseWriter) {
	if a.allow != "" {
		w.Header().Set("Allow", a.allow)
	}
	var body []byte
	switch {
	case a.html != "":
		w.Header().Set("Content-Type", "text/html")
		body = []byte(a.html)
	case a.json != nil:
		w.Header().Set("Content-Type", "application/json")
		body, _ = json.Marshal(a.json) //nolint:errchkjson // made of maps, lists and scalars only, which cannot fail
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(body) // a client that has gone is no concern of the server's
}

func refuse(status int, detail string) answer {
	return answer{status: status, json: map[string]any{"detail": detail}}
}

var (
	notFound   = refuse(http.StatusNotFound, "Not found.")
	denied     = refuse(http.StatusForbidden, "You do not have permission to perform this action.")
	noLogin    = refuse(http.StatusForbidden, "Authentication credentials were not provided.")
	noToken    = refuse(http.StatusForbidden, "Invalid token header. No credentials provided.")
	manyTokens = refuse(http.StatusForbidden, "Invalid token header. Token string should not contain spaces.")
	badToken   = refuse(http.StatusForbidden, "Invalid token.")
	badAccept  = refuse(http.StatusNotAcceptable, "Could not satisfy the request Accept header.")
	brokenView = answer{status: http.StatusInternalServerError, html: "<html><head><title>Server Error (500)</title></head></html>"}
	webApp     = answer{status: http.StatusOK, html: "<html><head><title>Venueless</title></head></html>"}
	noCSRF     = answer{status: http.StatusForbidden, html: "<html><head><title>403 Forbidden</title></head>CSRF verification failed.</html>"}
)

// call is a request to the API on its way to an answer.
type call struct {
	*http.Request
	world  *world
	traits []string
}

// endpoint is a path of the API: the methods it knows, in the order of its Allow header, and what each does.
type endpoint struct {
	allow string
	views map[string]func(*call) answer
	// format is what the path's alias asks for; empty is what the Accept header says.
	format string
}

// route answers a request. Each path that is not of the API, such as one that lacks the slash at its end, is one of the
// web app, which answers every GET and no POST. The server looks at the path as it is without its escapes.
func (s *Service) route(r *http.Request) answer {
	name, rest, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/api/v1/worlds/"), "/")
	at, known := s.endpoint(rest)
	switch {
	case !ok || name == "" || !known || !strings.HasPrefix(r.URL.Path, "/api/v1/worlds/"):
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			return webApp
		}
		return noCSRF
	case r.Method == http.MethodOptions:
		return brokenView
	}
	got := s.answer(r, name, at)
	if got.html == "" {
		got.allow = at.allow
	}
	return got
}

// alias is a path with the name of its format behind it, as the framework knows it beside the path with a slash.
var alias = regexp.MustCompile(`^(rooms(?:/[^/.]+)?)\.([a-z0-9]+)/?$`)

func (s *Service) endpoint(rest string) (endpoint, bool) {
	if parts := alias.FindStringSubmatch(rest); parts != nil {
		at, known := s.endpoint(parts[1] + "/")
		at.format = parts[2]
		return at, known
	}
	switch id, slash := strings.CutSuffix(strings.TrimPrefix(rest, "rooms/"), "/"); {
	case rest == "":
		return endpoint{allow: "GET, PATCH, HEAD, OPTIONS", views: map[string]func(*call) answer{
			http.MethodGet: readWorld, http.MethodPatch: s.updateWorld, http.MethodDelete: func(*call) answer { return denied },
		}}, true
	case rest == "rooms/":
		return endpoint{allow: "GET, POST, HEAD, OPTIONS", views: map[string]func(*call) answer{
			http.MethodGet: s.listRooms, http.MethodPost: s.createRoom,
		}}, true
	case strings.TrimSuffix(rest, "/") == "schedule_update":
		return endpoint{allow: "POST, OPTIONS", views: map[string]func(*call) answer{http.MethodPost: updateSchedule}}, true
	case strings.TrimSuffix(rest, "/") == "delete_user":
		return endpoint{allow: "POST, OPTIONS", views: map[string]func(*call) answer{http.MethodPost: deleteUser}}, true
	case strings.HasPrefix(rest, "rooms/") && slash && id != "" && !strings.ContainsAny(id, "/."):
		on := func(do func(*call, *room) answer) func(*call) answer {
			return func(c *call) answer { return onRoom(c, id, do) }
		}
		return endpoint{allow: "GET, PUT, PATCH, DELETE, HEAD, OPTIONS", views: map[string]func(*call) answer{
			http.MethodGet: on(readRoom), http.MethodPut: on(s.updateRoom), http.MethodPatch: on(s.updateRoom), http.MethodDelete: on(deleteRoom),
		}}, true
	}
	return endpoint{}, false
}

// answer checks who calls, and then does what is asked.
func (s *Service) answer(r *http.Request, name string, at endpoint) answer {
	switch {
	case at.format != "" && at.format != "json":
		return notFound
	case !acceptsJSON(r.Header.Get("Accept")):
		return badAccept
	}
	c, refusal := s.identify(r, name)
	if refusal != nil {
		return *refusal
	}
	if !c.may("world:api", nil) {
		return denied
	}
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet // and net/http leaves the body out
	}
	view, ok := at.views[method]
	if !ok {
		return refuse(http.StatusMethodNotAllowed, "Method \""+r.Method+"\" not allowed.")
	}
	return view(c)
}

// acceptsJSON says whether one of an Accept header's media ranges matches the only one that the API has.
func acceptsJSON(accept string) bool {
	if accept == "" {
		return true
	}
	for media := range strings.SplitSeq(accept, ",") {
		media, _, _ = strings.Cut(media, ";")
		switch strings.TrimSpace(media) {
		case "*/*", "application/*", "application/json":
			return true
		}
	}
	return false
}
