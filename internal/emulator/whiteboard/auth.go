package whiteboard

import (
	"crypto/hmac"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// authorize returns the app of the request's token. It fails unless the token is valid and has one of the types and
// roles. A room token gives access to its own room only.
func (s *Service) authorize(c *call, accepted []tokenType, roles ...string) (App, error) {
	kind, values, err := s.verify(c.Header.Get("token"))
	if err != nil {
		return App{}, err
	}
	path := c.PathValue("uuid")
	switch {
	case !slices.Contains(accepted, kind), !slices.Contains(roles, values["role"]):
		return App{}, errRoomForbidden
	case kind == roomPrefix && path != "" && values["uuid"] != path:
		return App{}, errRoomForbidden
	}
	app, _ := s.findApp(values["ak"])
	return app, nil
}

// verify decodes a token and checks its signature and time of expiry.
func (s *Service) verify(token string) (kind tokenType, values map[string]string, err error) {
	i := slices.IndexFunc(anyToken, func(kind tokenType) bool { return strings.HasPrefix(token, string(kind)) })
	if i < 0 {
		return "", nil, apiError(http.StatusUnauthorized, "token has an unknown type")
	}
	kind = anyToken[i]
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(token, string(kind)))
	if err != nil {
		return kind, nil, apiError(http.StatusUnauthorized, "token is not encoded as base64")
	}
	query, err := url.ParseQuery(string(text))
	if err != nil {
		return kind, nil, apiError(http.StatusUnauthorized, "token is not a query string")
	}
	values = map[string]string{}
	for name := range query {
		values[name] = query.Get(name)
	}
	app, known := s.findApp(values["ak"])
	signature := values["sig"]
	delete(values, "sig")
	if !known || !hmac.Equal([]byte(signature), []byte(signatureOf(values, app.SecretKey))) {
		return kind, nil, apiError(http.StatusUnauthorized, "token is signed with another key")
	}
	if text, hasExpiry := values["expireAt"]; hasExpiry {
		expires, err := strconv.ParseInt(text, 10, 64)
		if err != nil || expires <= s.options.Now().UnixMilli() {
			return kind, nil, apiError(http.StatusUnauthorized, "token is expired")
		}
	}
	return kind, values, nil
}
