package venueless

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

const jsonType = "application/json"

// call is a request with a valid token, and the transaction in which the server handles it.
type call struct {
	*http.Request
	*storage.Tx
	world  world
	traits []string
	body   []byte
}

type handler func(*call) (*httpapi.Response, error)

// endpoint is a path of the API. Methods are not part of the patterns, because the server checks the token first, and its
// responses to all methods have an Allow header.
type endpoint struct {
	// allow is the value of the Allow header.
	allow   string
	methods map[string]handler
}

// Routes returns the method and the path of each route, such as "GET /api/v1/worlds/{world}/rooms".
func (s *Service) Routes() []string { return slices.Clone(s.patterns) }

func (s *Service) routes() *http.ServeMux {
	mux := http.NewServeMux()
	handle := func(path string, at endpoint) {
		for _, method := range slices.Sorted(maps.Keys(at.methods)) {
			s.patterns = append(s.patterns, method+" /api/v1/worlds/{world}"+strings.TrimSuffix(path, "/{$}"))
		}
		serve := func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, at) }
		mux.HandleFunc("/api/v1/worlds/{world}"+path, serve)
	}
	world := endpoint{"GET, PATCH, HEAD, OPTIONS", map[string]handler{
		http.MethodGet:    getWorld,
		http.MethodPatch:  s.updateWorld,
		http.MethodDelete: func(*call) (*httpapi.Response, error) { return nil, errForbidden },
	}}
	rooms := endpoint{"GET, POST, HEAD, OPTIONS", map[string]handler{
		http.MethodGet:  s.listRooms,
		http.MethodPost: s.createRoom,
	}}
	room := endpoint{"GET, PUT, PATCH, DELETE, HEAD, OPTIONS", map[string]handler{
		http.MethodGet:    s.getRoom,
		http.MethodPut:    s.updateRoom,
		http.MethodPatch:  s.updateRoom,
		http.MethodDelete: s.deleteRoom,
	}}
	schedule := endpoint{"POST, OPTIONS", map[string]handler{http.MethodPost: updateSchedule}}
	users := endpoint{"POST, OPTIONS", map[string]handler{http.MethodPost: deleteUser}}

	handle("/{$}", world)
	handle("/rooms/{$}", rooms)
	handle("/rooms/{room}/{$}", room)
	handle("/schedule_update", schedule)
	handle("/schedule_update/{$}", schedule)
	handle("/delete_user", users)
	handle("/delete_user/{$}", users)
	// All other paths belong to the web app. ServeMux would redirect those that only lack the slash at the end.
	for _, pattern := range []string{"/", "/api/v1/worlds/{world}", "/api/v1/worlds/{world}/rooms", "/api/v1/worlds/{world}/rooms/{room}"} {
		mux.HandleFunc(pattern, serveWebApp)
	}
	return mux
}

// formatSuffix matches a path that names the format of the response, such as "rooms.json" for "rooms/". ServeMux has no
// patterns for a part of a segment.
var formatSuffix = regexp.MustCompile(`^(/api/v1/worlds/[^/]+/rooms(?:/[^/.]+)?)\.([a-z0-9]+)/?$`)

// ServeHTTP handles one request. The server compares paths without their escapes, so that "acc%2Frooms" is "acc/rooms".
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, format := r.URL.Path, ""
	if parts := formatSuffix.FindStringSubmatch(path); parts != nil {
		path, format = parts[1]+"/", parts[2]
	}
	routed := httpapi.WithPath(r, path)
	routed.RequestURI = r.RequestURI // links to other pages have the path that the client sent, even if it has a prefix
	routed.SetPathValue("format", format)
	s.mux.ServeHTTP(w, routed)
}

func serveWebApp(w http.ResponseWriter, r *http.Request) {
	response := (*httpapi.Response)(errCSRF)
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		response = html(http.StatusOK, "<html><head><title>Venueless</title></head></html>")
	}
	_ = response.Write(w, jsonType) // fails if the client has closed the connection
}

func (s *Service) serve(w http.ResponseWriter, r *http.Request, at endpoint) {
	if strings.Contains(r.PathValue("room"), ".") { // not a path of the API
		serveWebApp(w, r)
		return
	}
	response := *httpapi.Result(s.respond(w, r, at))
	if response.Body == nil { // not one of the HTML pages
		response.Header = http.Header{"Allow": {at.allow}}
	}
	_ = response.Write(w, jsonType) // fails if the client has closed the connection
}

// respond handles one request at a time. All changes are saved before it returns.
func (s *Service) respond(w http.ResponseWriter, r *http.Request, at endpoint) (response *httpapi.Response, err error) {
	switch format := r.PathValue("format"); {
	case r.Method == http.MethodOptions:
		return nil, errInternal
	case format != "" && format != "json":
		return nil, errNotFound
	case !acceptsJSON(r.Header.Get("Accept")):
		return nil, errNotAcceptable
	}
	body, err := httpapi.ReadBody(w, r)
	if err != nil {
		return nil, err
	}
	err = s.options.DB.Update(func(tx *storage.Tx) error {
		c, err := s.authenticate(r, tx)
		if err != nil {
			return err
		}
		c.body = body
		response, err = c.handle(at)
		return err
	})
	return response, err
}

func (c *call) handle(at endpoint) (*httpapi.Response, error) {
	if !c.may("world:api", nil) {
		return nil, errForbidden
	}
	method := c.Method
	if method == http.MethodHead {
		method = http.MethodGet // net/http omits the body
	}
	handle, ok := at.methods[method]
	if !ok {
		return nil, apiError(http.StatusMethodNotAllowed, "Method \""+c.Method+"\" not allowed.")
	}
	return handle(c)
}

// acceptsJSON reports whether a media range of an Accept header matches JSON, the only type of the API.
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
