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

// Role is the role of a token. It determines which requests the token allows.
type Role string

// The roles. A reader can only watch, a writer can also draw and create rooms, an admin can also disable rooms.
const (
	Admin  Role = "admin"
	Writer Role = "writer"
	Reader Role = "reader"
)

// Roles are all roles, as requests name them.
var Roles = []string{string(Admin), string(Writer), string(Reader)}

// roleDigits are the roles as tokens name them.
var roleDigits = map[Role]string{Admin: "0", Writer: "1", Reader: "2"}

// Claims are the contents of a token.
type Claims struct {
	Role Role
	// RoomUUID is the room of a room token. It is empty for an SDK token, which is valid for all rooms of the project.
	RoomUUID string
	// ExpiresAt is the time at which the token expires; the zero time is never.
	ExpiresAt time.Time
	// Nonce distinguishes tokens with equal claims.
	Nonce string
}

// Sign signs a token with a key pair, without a request: byte for byte like Agora's own samples.
func Sign(accessKey, secretKey string, claims Claims) string {
	prefix := "NETLESSSDK_"
	values := map[string]string{"ak": accessKey, "nonce": claims.Nonce, "role": roleDigits[claims.Role]}
	if claims.RoomUUID != "" {
		prefix, values["uuid"] = "NETLESSROOM_", claims.RoomUUID
	}
	if !claims.ExpiresAt.IsZero() {
		values["expireAt"] = strconv.FormatInt(claims.ExpiresAt.UnixMilli(), 10)
	}
	// The signature is of the JSON of all values as strings with sorted keys, which is how Go encodes a map.
	signed, _ := json.Marshal(values) //nolint:errchkjson // encoding a map of strings cannot fail
	mac := hmac.New(sha256.New, []byte(secretKey))
	mac.Write(signed)
	query := url.Values{"sig": {hex.EncodeToString(mac.Sum(nil))}}
	for name, value := range values {
		query.Set(name, value)
	}
	return prefix + base64.RawURLEncoding.EncodeToString([]byte(query.Encode()))
}

// accessKeyOf returns the access key of the pair that signed a token, or "" if the text is not a token.
func accessKeyOf(token string) string {
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
