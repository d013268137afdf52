package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

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
func (e *Emulator) answer(w http.ResponseWriter, c *call) (answer, error) {
	if err := c.readBody(w); err != nil {
		return answer{}, err
	}
	segments := strings.Split(strings.TrimSuffix(c.request.URL.EscapedPath(), "/"), "/")
	for _, candidate := range e.routes {
		values, ok := candidate.parameters(c.request.Method, segments)
		if !ok {
			continue
		}
		c.parameters = values
		var result answer
		err := e.update(func(t *tx) (err error) {
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
