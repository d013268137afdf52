package whiteboard

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// Roles as they stand in tokens.
const (
	admin  = "0"
	writer = "1"
	reader = "2"
)

// roleWords are the roles as they stand in requests.
var roleWords = map[string]string{"admin": admin, "writer": writer, "reader": reader}

// The kinds of tokens, by how they begin.
const (
	forAll = "NETLESSSDK_"
	forOne = "NETLESSROOM_"
)

var (
	sdkOnly  = []string{forAll}
	anyToken = []string{forAll, forOne}
)

// authorize gives the app of the request's token, if it is one of these kinds and roles, and in force. A token of a
// room is good for that room alone.
func (s *Service) authorize(c *call, kinds []string, roles ...string) (App, *answer) {
	kind, values, problem := s.verify(c.Header.Get("token"))
	if problem != "" {
		refusal := refuse(http.StatusUnauthorized, problem)
		return App{}, &refusal
	}
	forbidden := refuse(http.StatusForbidden, "token access room forbidden")
	path := c.PathValue("uuid")
	switch {
	case !slices.Contains(kinds, kind), !slices.Contains(roles, values["role"]):
		return App{}, &forbidden
	case kind == forOne && path != "" && values["uuid"] != path:
		return App{}, &forbidden
	}
	app, _ := s.app(values["ak"])
	return app, nil
}

func (s *Service) app(accessKey string) (App, bool) {
	i := slices.IndexFunc(s.options.Apps, func(app App) bool { return app.AccessKey == accessKey })
	if i < 0 {
		return App{}, false
	}
	return s.options.Apps[i], true
}

// verify takes a token apart, or says what is wrong with it.
func (s *Service) verify(token string) (kind string, values map[string]string, problem string) {
	i := slices.IndexFunc(anyToken, func(kind string) bool { return strings.HasPrefix(token, kind) })
	if i < 0 {
		return "", nil, "token is of no known kind"
	}
	kind = anyToken[i]
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(token, kind))
	if err != nil {
		return kind, nil, "token is not encoded as it must be"
	}
	query, err := url.ParseQuery(string(text))
	if err != nil {
		return kind, nil, "token is no query string"
	}
	values = map[string]string{}
	for name := range query {
		values[name] = query.Get(name)
	}
	app, known := s.app(values["ak"])
	signature := values["sig"]
	delete(values, "sig")
	if !known || !hmac.Equal([]byte(signature), []byte(signatureOf(values, app.SecretKey))) {
		return kind, nil, "token is signed with another key"
	}
	if text, bounded := values["expireAt"]; bounded {
		expires, err := strconv.ParseInt(text, 10, 64)
		if err != nil || expires <= s.options.Now().UnixMilli() {
			return kind, nil, "token is expired"
		}
	}
	return kind, values, ""
}

// signatureOf signs the values the way Agora's JavaScript does: as the JSON that JSON.stringify makes of them, sorted.
func signatureOf(values map[string]string, secretKey string) string {
	pairs := make([]string, 0, len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		pairs = append(pairs, fmt.Sprintf("%q:%q", name, values[name]))
	}
	mac := hmac.New(sha256.New, []byte(secretKey))
	mac.Write([]byte("{" + strings.Join(pairs, ",") + "}"))
	return hex.EncodeToString(mac.Sum(nil))
}

// issue makes a token.
func issue(kind string, values map[string]string, secretKey string) string {
	values["sig"] = signatureOf(values, secretKey)
	pairs := make([]string, 0, len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		pairs = append(pairs, name+"="+url.QueryEscape(values[name]))
	}
	return kind + base64.RawURLEncoding.EncodeToString([]byte(strings.Join(pairs, "&")))
}

// order is what a token is asked for with.
type order struct {
	AccessKey       string `json:"accessKey"`
	SecretAccessKey string `json:"secretAccessKey"`
	// Lifespan is in milliseconds; 0 is for ever.
	Lifespan int64  `json:"lifespan"`
	Role     string `json:"role"`
}

// createTeamToken gives an SDK token for a key pair. It is the one call that takes no token.
func (s *Service) createTeamToken(c *call) answer {
	var input order
	if !c.decode(&input) {
		return refuse(http.StatusBadRequest, "body is invalid")
	}
	app, known := s.app(input.AccessKey)
	if !known || app.SecretKey != input.SecretAccessKey {
		return refuse(http.StatusForbidden, "access key or secret access key is wrong")
	}
	return s.give(forAll, app, input, nil)
}

func (s *Service) createRoomToken(c *call) answer {
	room, app, refusal := s.find(c, sdkOnly, admin, writer)
	if refusal != nil {
		return *refusal
	}
	var input order
	if !c.decode(&input) {
		return refuse(http.StatusBadRequest, "body is invalid")
	}
	return s.give(forOne, app, input, map[string]string{"uuid": room.UUID})
}

// give answers a token as a bare JSON string.
func (s *Service) give(kind string, app App, input order, values map[string]string) answer {
	role, known := roleWords[input.Role]
	if !known || input.Lifespan < 0 {
		return refuse(http.StatusBadRequest, "role or lifespan is invalid")
	}
	all := map[string]string{"ak": app.AccessKey, "nonce": uuid.NewString(), "role": role}
	maps.Copy(all, values)
	if input.Lifespan > 0 {
		all["expireAt"] = strconv.FormatInt(s.options.Now().UnixMilli()+input.Lifespan, 10)
	}
	status := http.StatusCreated
	if s.options.Old {
		status = http.StatusOK
	}
	return answer{status, issue(kind, all, app.SecretKey)}
}
