package whiteboard

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Token is a token with its end. Nothing takes it back before, short of disabling the key pair that signed it.
type Token struct {
	Value string
	// ExpiresAt is when the token ends; the zero time is never.
	ExpiresAt time.Time
}

// SDKToken signs a token for all rooms of the project, in every region. A lifespan of 0 is for ever. It takes the key
// pair.
func (c *Client) SDKToken(role Role, lifespan time.Duration) (Token, error) {
	if err := c.CheckConfig(NeedKeyPair); err != nil {
		return Token{}, c.transport.NotSentError(&transport.Request{}, transport.NotConfigured, err.Error())
	}
	return c.sign("", role, lifespan), nil
}

// RoomToken gives a token for one room. A lifespan of 0 is for ever. With the key pair it is signed here, and whether
// the room exists is not asked; with an SDK token alone, the service signs it.
func (c *Client) RoomToken(ctx context.Context, region, roomUUID string, role Role, lifespan time.Duration) (Token, error) {
	if c.hasKeys() {
		return c.sign(roomUUID, role, lifespan), nil
	}
	request := &transport.Request{Method: http.MethodPost, Path: "/v5/tokens/rooms/" + url.PathEscape(roomUUID)}
	token := Token{ExpiresAt: end(lifespan)}
	if err := request.JSON(struct {
		Lifespan int64 `json:"lifespan"` // in milliseconds
		Role     Role  `json:"role"`
	}{lifespan.Milliseconds(), role}); err != nil {
		return token, err
	}
	value, response, err := call[string](ctx, c, region, request)
	if err == nil && !strings.HasPrefix(value, "NETLESSROOM_") {
		err = response.UnexpectedError("it is no room token")
	}
	token.Value = value
	c.transport.Secrets.Add(token.Value)
	return token, c.confirmNotFound(ctx, region, roomUUID, err)
}

func (c *Client) hasKeys() bool { return c.config.AccessKey != "" && c.config.SecretKey != "" }

// sign makes a token with the key pair, for a room or, without one, for all.
func (c *Client) sign(roomUUID string, role Role, lifespan time.Duration) Token {
	token := Token{ExpiresAt: end(lifespan)}
	token.Value = Sign(c.config.AccessKey, c.config.SecretKey, Claims{
		Role: role, RoomUUID: roomUUID, ExpiresAt: token.ExpiresAt, Nonce: uuid.NewString(),
	})
	c.transport.Secrets.Add(token.Value)
	return token
}

// end is when a token of a lifespan ends; the zero time is never.
func end(lifespan time.Duration) time.Time {
	if lifespan == 0 {
		return time.Time{}
	}
	return time.Now().Add(lifespan)
}
