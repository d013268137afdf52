package venueless

import (
	"fmt"
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// givenToken is what can be read of a configured token without its secret.
type givenToken struct {
	// lacksTraits says that the token has no list of traits. The server answers it with a plain 500.
	lacksTraits bool
	// expires is zero where the token does not expire, or cannot be read.
	expires time.Time
}

func readToken(token string) givenToken {
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(token, claims); err != nil {
		return givenToken{} // the server says what is wrong with it
	}
	_, hasTraits := claims["traits"].([]any)
	given := givenToken{lacksTraits: !hasTraits}
	if expires, err := claims.GetExpirationTime(); err == nil && expires != nil {
		given.expires = expires.Time
	}
	return given
}

// refusalHint says why the server may have refused a token, as far as the time of its response shows it: the text of a
// refusal does not.
func (c *Client) refusalHint(response *transport.Response) string {
	now := time.Now()
	theirs, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		theirs = now
	}
	if c.config.Token != "" {
		if !c.given.expires.IsZero() && !theirs.Before(c.given.expires) {
			return fmt.Sprintf("The token expired at %s: configure a new one.", c.given.expires.UTC().Format(time.RFC3339))
		}
		return ""
	}
	switch ahead := now.Sub(theirs).Round(time.Second); {
	case ahead >= clockSkew-2*time.Second: // the header is cut to whole seconds
		return fmt.Sprintf("The clock of this machine is %s ahead of the server's, which refuses tokens from the future: set both clocks, for example by NTP.", ahead)
	case -ahead >= c.config.JWT.TTL/2:
		return fmt.Sprintf("The clock of this machine is %s behind the server's, for which tokens of jwt.ttl = %q may have expired: set both clocks, for example by NTP.", -ahead, c.config.JWT.TTL)
	}
	return ""
}
