package whiteboard

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Role is what the holder of a token may do.
type Role string

// The roles. An admin may also disable rooms, a writer draw and make rooms, a reader only watch.
const (
	Admin  Role = "admin"
	Writer Role = "writer"
	Reader Role = "reader"
)

// Roles are all roles, as the service's requests name them.
var Roles = []string{string(Admin), string(Writer), string(Reader)}

// digits are the roles as they stand in tokens.
var digits = map[Role]string{Admin: "0", Writer: "1", Reader: "2"}

// Claims are what a token says of its holder.
type Claims struct {
	Role Role
	// RoomUUID is the room that the token is good for. Without one it is an SDK token, good for all rooms of the project.
	RoomUUID string
	// ExpiresAt is when the token ends; the zero time is never.
	ExpiresAt time.Time
	// Nonce makes tokens of the same claims differ.
	Nonce string
}

// Sign makes the token that a key pair gives for claims, without a call: byte for byte as Agora's own samples do.
func Sign(accessKey, secretKey string, claims Claims) string {
	prefix := "NETLESSSDK_"
	values := map[string]string{"ak": accessKey, "nonce": claims.Nonce, "role": digits[claims.Role]}
	if claims.RoomUUID != "" {
		prefix, values["uuid"] = "NETLESSROOM_", claims.RoomUUID
	}
	if !claims.ExpiresAt.IsZero() {
		values["expireAt"] = strconv.FormatInt(claims.ExpiresAt.UnixMilli(), 10)
	}
	// What is signed is the JSON of all values as texts, with its keys in order, which is how a map is written.
	signed, _ := json.Marshal(values) //nolint:errchkjson // a map of strings can always be written
	mac := hmac.New(sha256.New, []byte(secretKey))
	mac.Write(signed)
	query := url.Values{"sig": {hex.EncodeToString(mac.Sum(nil))}}
	for name, value := range values {
		query.Set(name, value)
	}
	return prefix + base64.RawURLEncoding.EncodeToString([]byte(query.Encode()))
}

// signedFor returns the access key that a token was signed with, or "" if the text is no token.
func signedFor(token string) string {
	_, claims, _ := strings.Cut(token, "_")
	query, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(claims, "="))
	if err != nil {
		return ""
	}
	values, err := url.ParseQuery(string(query))
	if err != nil {
		return ""
	}
	return values.Get("ak")
}
