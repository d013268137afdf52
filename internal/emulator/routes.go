package emulator

import (
	"net/http"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

const jsonType = "application/json; charset=utf-8"

// call is a request while the service handles it.
type call struct {
	*http.Request
	*tx
	options Options
	// account is the account of the request's credentials.
	account account
	// content is the body as it was sent, body is its value: a JSON object or array, or the fields of a form.
	content []byte
	body    any
	query   map[string]any
	// visitor has the parameters of the visitor for whom rooms are read.
	visitor input
}

type handler func(*call) (*httpapi.Response, error)

// Routes returns the method and the path of each route, such as "GET /api/rooms/{roomId}".
func (s *Service) Routes() []string { return slices.Clone(s.patterns) }

func (s *Service) routes() *http.ServeMux {
	mux := http.NewServeMux()
	handle := func(pattern string, credentials credentials, handle handler) {
		serve := func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, credentials, handle) }
		mux.HandleFunc(pattern, serve)
		if pattern != "/" {
			s.patterns = append(s.patterns, pattern)
			mux.HandleFunc(pattern+"/{$}", serve) // the service ignores a slash at the end
		}
	}
	handle("POST /auth/login", none, login)
	handle("POST /auth/refresh", none, refresh)
	handle("GET /auth/profile", bearer, profile)
	handle("POST /api/projects", bearer, createProject)
	handle("GET /api/projects/{projectId}", keyOrBearer, getProject)
	handle("GET /api/projects/{projectId}/getIdFromUserId/{userId}", keyOrBearer, getUser)
	handle("GET /api/scenes", keyOrBearer, listScenes)
	handle("GET /api/scenes/get-creation-url", keyOrBearer, getCreationURL)
	handle("GET /api/scenes/{sceneId}", keyOrBearer, getScene)
	handle("DELETE /api/scenes/{sceneId}", keyOrBearer, deleteScene)
	handle("POST /api/rooms", keyOrBearer, createRoom)
	handle("GET /api/rooms", keyOrBearer, listRooms)
	handle("GET /api/rooms/{roomId}", keyOrBearer, getRoom)
	handle("PATCH /api/rooms/{roomId}", keyOrBearer, updateRoom)
	handle("DELETE /api/rooms/{roomId}", keyOrBearer, deleteRoom)
	handle("POST /events/spoke", none, reportScene)
	handle("POST /logs", none, reportLog)
	handle("GET /spoke/projects/{engineProject}", none, explainEditor)
	handle("GET /storage/{kind}/{prefix}/{file}", none, getFile)
	if s.options.Published {
		handle("GET /api/projects", keyOrBearer, listPublishedProjects)
		handle("GET /api/rooms/{roomId}/logs", keyOrBearer, listVisits)
	} else {
		handle("GET /api/projects", bearer, listProjects)
		handle("PATCH /api/projects/{projectId}", bearer, updateProject)
		handle("DELETE /api/projects/{projectId}", bearer, deleteProject)
		handle("GET /api/rooms/{roomId}/infra", bearer, getInfra)
		handle("GET /api/rooms/{roomId}/logs", keyOrBearer, listLogs)
	}
	handle("/", none, unknownRoute) // also for other methods: the service has no status 405
	return mux
}

// ServeHTTP handles one request. The service compares paths as they were sent, with their escapes, so that
// "/api/%72ooms" is not "/api/rooms".
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.EscapedPath()
	if r.Method == http.MethodHead {
		path = "/" // there are no routes for HEAD, which GET patterns match, too
	}
	s.mux.ServeHTTP(w, httpapi.WithPath(r, path))
}

// serve reads the body first, then checks the credentials, as the service does. It saves all changes of the handler
// before it sends the response.
func (s *Service) serve(w http.ResponseWriter, r *http.Request, credentials credentials, handle handler) {
	c := &call{Request: r, options: s.options, query: queryValues(r.URL.Query())}
	var response *httpapi.Response
	err := c.readBody(w)
	if err == nil {
		err = s.update(func(t *tx) (err error) {
			c.tx = t
			if err := c.authenticate(credentials); err != nil {
				return err
			}
			response, err = handle(c)
			return err
		})
	}
	if err != nil {
		err = c.apiError(err)
	}
	if err := httpapi.Result(response, err).Write(w, jsonType); err != nil {
		s.options.Logger.Error("cannot write the response", "method", r.Method, "path", r.URL.Path, "error", err)
	}
}

func unknownRoute(c *call) (*httpapi.Response, error) {
	return nil, notFound("Cannot %s %s", c.Method, c.RequestURI)
}

// PathValue returns the unescaped value of a wildcard in the pattern of the route.
func (c *call) PathValue(name string) string {
	return httpapi.PathValue(c.Request, name)
}

// baseURL is the URL at which the client called the service.
func (c *call) baseURL() string {
	if c.TLS != nil {
		return "https://" + c.Host
	}
	return "http://" + c.Host
}

// engineURL is the base URL of rooms and of the scene editor.
func (c *call) engineURL() string {
	if c.options.EngineURL != "" {
		return strings.TrimSuffix(c.options.EngineURL, "/")
	}
	return c.baseURL()
}
