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

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// Roles in tokens.
const (
	admin  = "0"
	writer = "1"
	reader = "2"
)

// roleNames maps the roles in requests to those in tokens.
var roleNames = map[string]string{"admin": admin, "writer": writer, "reader": reader}

// tokenType is the prefix of a token.
type tokenType string

const (
	sdkPrefix  tokenType = "NETLESSSDK_"
	roomPrefix tokenType = "NETLESSROOM_"
)

var (
	sdkToken = []tokenType{sdkPrefix}
	anyToken = []tokenType{sdkPrefix, roomPrefix}
)

// tokenInput is the body of a request to create a token.
type tokenInput struct {
	AccessKey       string `json:"accessKey"`
	SecretAccessKey string `json:"secretAccessKey"`
	// Lifespan is in milliseconds. With 0, the token does not expire.
	Lifespan int64  `json:"lifespan"`
	Role     string `json:"role"`
}

// createTeamToken creates an SDK token for a key pair. It is the only route that does not need a token.
func (s *Service) createTeamToken(c *call) (*httpapi.Response, error) {
	var input tokenInput
	if err := c.decode(&input); err != nil {
		return nil, err
	}
	app, known := s.findApp(input.AccessKey)
	if !known || app.SecretKey != input.SecretAccessKey {
		return nil, apiError(http.StatusForbidden, "access key or secret access key is wrong")
	}
	return s.createToken(sdkPrefix, app, input, nil)
}

func (s *Service) createRoomToken(c *call) (*httpapi.Response, error) {
	room, app, err := s.authorizeRoom(c, sdkToken, admin, writer)
	if err != nil {
		return nil, err
	}
	var input tokenInput
	if err := c.decode(&input); err != nil {
		return nil, err
	}
	return s.createToken(roomPrefix, app, input, map[string]string{"uuid": room.UUID})
}

// createToken returns the response with the token, a bare JSON string.
func (s *Service) createToken(kind tokenType, app App, input tokenInput, values map[string]string) (*httpapi.Response, error) {
	role, known := roleNames[input.Role]
	if !known || input.Lifespan < 0 {
		return nil, apiError(http.StatusBadRequest, "role or lifespan is invalid")
	}
	all := map[string]string{"ak": app.AccessKey, "nonce": uuid.NewString(), "role": role}
	maps.Copy(all, values)
	if input.Lifespan > 0 {
		all["expireAt"] = strconv.FormatInt(s.options.Now().UnixMilli()+input.Lifespan, 10)
	}
	status := http.StatusCreated
	if s.options.LegacyResponses {
		status = http.StatusOK
	}
	return httpapi.JSON(status, encodeToken(kind, all, app.SecretKey)), nil
}

// encodeToken signs and encodes the values of a token.
func encodeToken(kind tokenType, values map[string]string, secretKey string) string {
	values["sig"] = signatureOf(values, secretKey)
	pairs := make([]string, 0, len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		pairs = append(pairs, name+"="+url.QueryEscape(values[name]))
	}
	return string(kind) + base64.RawURLEncoding.EncodeToString([]byte(strings.Join(pairs, "&")))
}

// signatureOf returns the signature of the values. As in Agora's JavaScript, it covers the output of JSON.stringify, with
// sorted names.
func signatureOf(values map[string]string, secretKey string) string {
	pairs := make([]string, 0, len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		pairs = append(pairs, fmt.Sprintf("%q:%q", name, values[name]))
	}
	mac := hmac.New(sha256.New, []byte(secretKey))
	mac.Write([]byte("{" + strings.Join(pairs, ",") + "}"))
	return hex.EncodeToString(mac.Sum(nil))
}
