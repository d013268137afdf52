package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// bodyLimit is how much of a request body is read, in bytes; more is refused.
const bodyLimit = 10 << 20

// access says which credentials a route takes.
type access int

const (
	anyone access = iota
	bearerOnly
	keyOrBearer
)

// route is one call that the service knows.
type route struct {
	method string
	// path is split at its slashes; a segment in braces is a parameter.
	path   []string
	access access
	handle func(*call) (answer, error)
}

func on(method, path string, access access, handle func(*call) (answer, error)) route {
	return route{method: method, path: strings.Split(path, "/"), access: access, handle: handle}
}

// routes are all the calls. The first that matches counts.
func routes(published bool) []route {
	all := []route{
		on("POST", "/auth/login", anyone, login),
		on("POST", "/auth/refresh", anyone, refresh),
		on("GET", "/auth/profile", bearerOnly, profile),
		on("POST", "/api/projects", bearerOnly, createProject),
		on("GET", "/api/projects/{projectId}", keyOrBearer, getProject),
		on("GET", "/api/projects/{projectId}/getIdFromUserId/{accountId}", keyOrBearer, getUser),
		on("GET", "/api/scenes", keyOrBearer, listScenes),
		on("GET", "/api/scenes/get-creation-url", keyOrBearer, getCreationURL),
		on("GET", "/api/scenes/{sceneId}", keyOrBearer, getScene),
		on("DELETE", "/api/scenes/{sceneId}", keyOrBearer, deleteScene),
		on("POST", "/api/rooms", keyOrBearer, createRoom),
		on("GET", "/api/rooms", keyOrBearer, listRooms),
		on("GET", "/api/rooms/{roomId}", keyOrBearer, getRoom),
		on("PATCH", "/api/rooms/{roomId}", keyOrBearer, updateRoom),
		on("DELETE", "/api/rooms/{roomId}", keyOrBearer, deleteRoom),
		on("POST", "/events/spoke", anyone, reportScene),
		on("POST", "/logs", anyone, reportLog),
		on("GET", "/storage/{kind}/{prefix}/{file}", anyone, getFile),
	}
	if published {
		return append(all,
			on("GET", "/api/projects", keyOrBearer, listPublishedProjects),
			on("GET", "/api/rooms/{roomId}/logs", keyOrBearer, listVisits),
		)
	}
	return append(all,
		on("GET", "/api/projects", bearerOnly, listProjects),
		on("PATCH", "/api/projects/{projectId}", bearerOnly, updateProject),
		on("DELETE", "/api/projects/{projectId}", bearerOnly, deleteProject),
		on("GET", "/api/rooms/{roomId}/infra", bearerOnly, getInfra),
		on("GET", "/api/rooms/{roomId}/logs", keyOrBearer, listLogs),
	)
}

// parameters matches the route against a request; the values of its parameters come back unescaped.
func (r route) parameters(method string, segments []string) (map[string]string, bool) {
	if r.method != method || len(r.path) != len(segments) {
		return nil, false
	}
	values := map[string]string{}
	for i, want := range r.path {
		name, parameter := strings.CutPrefix(want, "{")
		if !parameter {
			if want != segments[i] {
				return nil, false
			}
			continue
		}
		value, err := url.PathUnescape(segments[i])
		if err != nil || value == "" {
			return nil, false
		}
		values[strings.TrimSuffix(name, "}")] = value
	}
	return values, true
}

// call is one request on its way through the service.
type call struct {
	*tx
	options    Options
	request    *http.Request
	parameters map[string]string
	// account is whose credentials came with the request.
	account account
	// content is the body as it came, body what was read of it: a JSON object or array, or the fields of a form.
	content []byte
	body    any
	query   map[string]any
}

// answer is what a handler wants to be sent: value as JSON, or file as it is, or nothing at all.
type answer struct {
	status int
	value  any
	file   []byte
}

// ServeHTTP answers one request.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{options: e.options, request: r, query: queryValues(r.URL.Query())}
	result, err := e.answer(w, c)
	var wrong *failure
	switch {
	case errors.As(err, &wrong):
		result = answer{status: wrong.Status, value: wrong}
	case err != nil:
		if !errors.Is(err, errBroken) {
			e.options.Logger.Error("cannot answer", "method", r.Method, "path", r.URL.Path, "error", err)
		}
		if c.body == nil {
			c.body = struct{}{}
		}
		result = answer{status: http.StatusInternalServerError, value: breakdown{
			Status: http.StatusInternalServerError, Method: r.Method, URL: r.URL.RequestURI(), Body: c.body, Message: errBroken.Error(),
		}}
	}
	if err := send(w, result); err != nil {
		e.options.Logger.Error("cannot write the answer", "method", r.Method, "path", r.URL.Path, "error", err)
	}
}

// answer takes the service's way: first the body is read, then the route found, then who calls, and the rest is the
// handler's. All the handler's changes are saved before there is an answer.
func (e *Emulator) answer(w http.ResponseWriter, c *call) (result answer, err error) {
	if err := c.read(w); err != nil {
		return answer{}, err
	}
	segments := strings.Split(strings.TrimSuffix(c.request.URL.EscapedPath(), "/"), "/")
	for _, candidate := range e.routes {
		values, ok := candidate.parameters(c.request.Method, segments)
		if !ok {
			continue
		}
		c.parameters = values
		err := e.update(func(t *tx) error {
			c.tx = t
			if err := c.authenticate(candidate.access); err != nil {
				return err
			}
			result, err = candidate.handle(c)
			return err
		})
		return result, err
	}
	return answer{}, notFound("Cannot %s %s", c.request.Method, c.request.URL.RequestURI())
}

// read takes the body in, and parses it if it is JSON. Forms are parsed by those who take them.
func (c *call) read(w http.ResponseWriter) error {
	content, err := io.ReadAll(http.MaxBytesReader(w, c.request.Body, bodyLimit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return &failure{Status: http.StatusRequestEntityTooLarge, Message: "request entity too large"}
	case err != nil:
		return badRequest("request aborted")
	}
	c.content = content
	if len(content) == 0 || c.mediaType() != "application/json" {
		return nil
	}
	c.body, err = parseJSON(content)
	return err
}

func (c *call) mediaType() string {
	kind, _, err := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	if err != nil {
		return "" // a type that cannot be read is one that the service does not know
	}
	return kind
}

// parseJSON reads an object or array; anything else is refused with the texts of the service's JavaScript engine.
func parseJSON(content []byte) (any, error) {
	var raw json.RawMessage
	var syntax *json.SyntaxError
	err := json.Unmarshal(content, &raw)
	switch first := bytes.TrimLeft(content, " \t\r\n"); {
	case errors.As(err, &syntax) && syntax.Error() == "unexpected end of JSON input":
		return nil, badRequest("Unexpected end of JSON input")
	case errors.As(err, &syntax):
		return nil, unexpected(content, int(syntax.Offset)-1)
	case err != nil:
		return nil, err
	case first[0] != '{' && first[0] != '[':
		return nil, unexpected(content, len(content)-len(first))
	}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber() // keeps numbers as they came, for the echo in a breakdown
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	return value, nil
}

func unexpected(content []byte, position int) error {
	token, _ := utf8.DecodeRune(content[position:])
	return badRequest("Unexpected token %c in JSON at position %d", token, position)
}

// queryValues are the query parameters: a string, or a list where a name came several times or ends in [].
func queryValues(query url.Values) map[string]any {
	values := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		plainName, list := strings.CutSuffix(name, "[]")
		if !list && len(query[name]) == 1 {
			values[plainName] = query[name][0]
			continue
		}
		items := make([]any, len(query[name]))
		for i, item := range query[name] {
			items[i] = item
		}
		values[plainName] = items
	}
	return values
}

// object is the body as an object; without a body it is empty.
func (c *call) object() map[string]any {
	fields, _ := c.body.(map[string]any)
	return fields
}

// validBody checks the body against the declared fields.
func (c *call) validBody(fields []field) (input, error) {
	if _, list := c.body.([]any); list {
		return nil, badRequest("an unknown value was passed to the validate function")
	}
	return validate(c.object(), fields)
}

// baseURL is where the service was called.
func (c *call) baseURL() string {
	if c.request.TLS != nil {
		return "https://" + c.request.Host
	}
	return "http://" + c.request.Host
}

// engineURL is where rooms and the scene editor are.
func (c *call) engineURL() string {
	if c.options.EngineURL != "" {
		return strings.TrimSuffix(c.options.EngineURL, "/")
	}
	return c.baseURL()
}

func send(w http.ResponseWriter, a answer) error {
	content := a.file
	switch {
	case a.value != nil:
		var buffer bytes.Buffer
		encoder := json.NewEncoder(&buffer)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(a.value); err != nil {
			return err
		}
		content = bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	case a.file != nil:
		w.Header().Set("Content-Type", http.DetectContentType(a.file))
	}
	w.WriteHeader(a.status)
	_, err := w.Write(content)
	return err
}
