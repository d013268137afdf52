package world

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"time"
)

// userAgent is that of people's requests.
const userAgent = "person/1.0"

// newRequest returns a request as the server of the service would receive it.
func newRequest(s *service, method, path string, body []byte) *http.Request {
	r := httptest.NewRequest(method, "http://"+s.host+path, bytes.NewReader(body)) //nolint:noctx // it has no deadline
	r.RequestURI = path
	r.Header.Set("User-Agent", userAgent)
	return r
}

func record(handler http.Handler, r *http.Request) *httptest.ResponseRecorder {
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, r)
	return response
}

// send sends a request of a person with the credentials of an account. Faults do not affect it. The body is sent as JSON, unless it is a
// form. ok is false if the service refuses the request.
func (w *World) send(s *service, account int, method, path string, body any) (fields map[string]any, ok bool) {
	content, contentType := encodeBody(body)
	r := newRequest(s, method, path, content)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	if s.name == xrcloud && path != loginPath {
		if token := w.bearer(account); token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
	}
	s.authorize(r, account)
	r = w.begin(s, r)
	response := w.serve(s, r)
	w.change(indexOf(r), func(request *Request) { request.Status = response.Code })
	fields, _ = decodeObject(response.Body.Bytes())
	return fields, response.Code < 300
}

// form is a multipart body.
type form map[string]string

// encodeBody encodes the body of a request.
func encodeBody(body any) (content []byte, contentType string) {
	fields, isForm := body.(form)
	if body == nil {
		return nil, ""
	}
	if !isForm {
		content, _ = json.Marshal(body) //nolint:errchkjson // the values come from JSON
		return content, "application/json"
	}
	var buffer bytes.Buffer
	writer := multipart.NewWriter(&buffer)
	for name, value := range fields { // into memory, which does not fail
		if name == "favicon" || name == "logo" {
			file, _ := writer.CreateFormFile(name, name+".png")
			_, _ = file.Write([]byte(value))
			continue
		}
		_ = writer.WriteField(name, value)
	}
	_ = writer.Close()
	return buffer.Bytes(), writer.FormDataContentType()
}

const loginPath = "/auth/login"

// bearer returns a bearer token of a person for XRCLOUD. It logs in only if the last token has expired, because each login invalidates
// the refresh token of the provider.
func (w *World) bearer(account int) string {
	w.people.mu.Lock()
	token, expiry := w.people.bearer[account], w.people.expiry[account]
	w.people.mu.Unlock()
	if token != "" && time.Now().Before(expiry) {
		return token
	}
	fields, ok := w.send(w.serviceNamed(xrcloud), account, http.MethodPost, loginPath, map[string]any{
		"email": accounts[account].Email, "password": w.people.current(xrcloud, account, accounts[account].Password),
	})
	if !ok {
		return ""
	}
	token, _ = fields["accessToken"].(string)
	lifetime := w.options.TokenLifetime
	if lifetime == 0 {
		lifetime = time.Hour
	}
	w.people.mu.Lock()
	defer w.people.mu.Unlock()
	w.people.bearer[account], w.people.expiry[account] = token, time.Now().Add(lifetime)
	return token
}
