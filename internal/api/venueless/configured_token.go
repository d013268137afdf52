package venueless

import (
	"fmt"
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// LacksTraits reports whether a token has no claim "traits" with a list. The server responds to such a token with 500. It is
// false for a string that is not a token: the server explains why it rejects that.
func LacksTraits(token string) bool {
	claims, ok := parseClaims(token)
	_, hasTraits := claims["traits"].([]any)
	return ok && !hasTraits
}

// expiryOf returns when a token expires. It is zero if the token does not expire, or if its claims cannot be read.
func expiryOf(token string) time.Time {
	claims, _ := parseClaims(token)
	if expires, err := claims.GetExpirationTime(); err == nil && expires != nil {
		return expires.Time
	}
	return time.Time{}
}

// parseClaims returns the claims of a token, which can be read without its secret.
func parseClaims(token string) (claims jwt.MapClaims, ok bool) {
	claims = jwt.MapClaims{}
	_, _, err := jwt.NewParser().ParseUnverified(token, claims)
	return claims, err == nil
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
		if !c.expires.IsZero() && !serverTime.Before(c.expires) {
			return fmt.Sprintf("The token expired at %s: configure a new one.", c.expires.UTC().Format(time.RFC3339))
		}
		return ""
	}
	switch ahead := now.Sub(serverTime).Round(time.Second); {
	case ahead >= clockSkew-2*time.Second: // the header has whole seconds
		return fmt.Sprintf("The clock of this machine is %s ahead of the server's, which refuses tokens from the future: synchronize the clocks, for example with NTP.", ahead)
	case -ahead >= c.config.JWT.TTL/2:
		return fmt.Sprintf("The clock of this machine is %s behind the server's, for which tokens of jwt.ttl = %q may have expired: synchronize the clocks, for example with NTP.", -ahead, c.config.JWT.TTL)
	}
	return ""
}
