package venueless

import (
	"fmt"
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// configuredToken has the claims of the configured token, which can be read without its secret.
type configuredToken struct {
	// lacksTraits says that the token has no list of traits. The server responds to such a token with 500.
	lacksTraits bool
	// expires is zero if the token does not expire, or if its claims cannot be read.
	expires time.Time
}

func readToken(token string) configuredToken {
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(token, claims); err != nil {
		return configuredToken{} // the server says what is wrong with it
	}
	_, hasTraits := claims["traits"].([]any)
	given := configuredToken{lacksTraits: !hasTraits}
	if expires, err := claims.GetExpirationTime(); err == nil && expires != nil {
		given.expires = expires.Time
	}
	return given
}

// explainRefusal says why the server may have refused a token, or returns "". It compares the time of the response with the
// validity of the token: the server does not give a reason.
func (c *Client) explainRefusal(response *transport.Response) string {
	now := time.Now()
	serverTime, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		serverTime = now
	}
	if c.config.Token != "" {
		if !c.configured.expires.IsZero() && !serverTime.Before(c.configured.expires) {
			return fmt.Sprintf("The token expired at %s: configure a new one.", c.configured.expires.UTC().Format(time.RFC3339))
		}
		return ""
	}
	switch ahead := now.Sub(serverTime).Round(time.Second); {
	case ahead >= clockSkew-2*time.Second: // the header has whole seconds
		return fmt.Sprintf("The clock of this machine is %s ahead of the server's, which refuses tokens from the future: set both clocks, for example by NTP.", ahead)
	case -ahead >= c.config.JWT.TTL/2:
		return fmt.Sprintf("The clock of this machine is %s behind the server's, for which tokens of jwt.ttl = %q may have expired: set both clocks, for example by NTP.", -ahead, c.config.JWT.TTL)
	}
	return ""
}
