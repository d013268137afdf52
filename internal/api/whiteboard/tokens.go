package whiteboard

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Token is a signed token. It cannot be revoked before it expires, except by disabling the key pair that signed it.
type Token struct {
	Value string
	// ExpiresAt is the time at which the token expires; the zero time is never.
	ExpiresAt time.Time
}

// SDKToken signs a token for all rooms of the project, in every region. With a lifespan of 0 it never expires. It needs the
// key pair.
func (c *Client) SDKToken(role Role, lifespan time.Duration) (Token, error) {
	if err := c.CheckConfig(NeedKeyPair); err != nil {
		return Token{}, c.transport.RequestError(&transport.Request{}, transport.NotConfigured, err.Error())
	}
	return c.sign("", role, lifespan), nil
}

// RoomToken returns a token for one room. With a lifespan of 0 it never expires. With a key pair the client signs the token
// without a request, also for a room that does not exist. With an SDK token alone, the service signs it.
func (c *Client) RoomToken(ctx context.Context, region, roomUUID string, role Role, lifespan time.Duration) (Token, error) {
	if c.hasKeyPair() {
		return c.sign(roomUUID, role, lifespan), nil
	}
	request := &transport.Request{Method: http.MethodPost, Path: "/v5/tokens/rooms/" + url.PathEscape(roomUUID)}
	token := Token{ExpiresAt: expiry(lifespan)}
	if err := request.JSON(struct {
		Lifespan int64 `json:"lifespan"` // in milliseconds
		Role     Role  `json:"role"`
	}{lifespan.Milliseconds(), role}); err != nil {
		return token, err
	}
	var signed roomToken
	err := c.call(ctx, region, request, &signed)
	token.Value = string(signed)
	c.transport.Secrets.Add(token.Value)
	return token, c.confirmNotFound(ctx, region, roomUUID, err)
}

// roomToken is the response with a room token.
type roomToken string

func (t roomToken) Validate() error {
	if !strings.HasPrefix(string(t), "NETLESSROOM_") {
		return errors.New("it is not a room token")
	}
	return nil
}

// sign signs a token with the key pair: for a room, or for all rooms if roomUUID is empty.
func (c *Client) sign(roomUUID string, role Role, lifespan time.Duration) Token {
	token := Token{ExpiresAt: expiry(lifespan)}
	token.Value = Sign(c.config.AccessKey, c.config.SecretKey, Claims{
		Role:      role,
		RoomUUID:  roomUUID,
		ExpiresAt: token.ExpiresAt,
		Nonce:     uuid.NewString(),
	})
	c.transport.Secrets.Add(token.Value)
	return token
}

// expiry returns the time at which a token of a lifespan expires; the zero time is never.
func expiry(lifespan time.Duration) time.Time {
	if lifespan == 0 {
		return time.Time{}
	}
	return time.Now().Add(lifespan)
}
