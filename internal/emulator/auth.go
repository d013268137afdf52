package emulator

import (
	"net/http"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// credentials are the kinds of credentials that a route accepts.
type credentials int

const (
	none credentials = iota
	bearer
	keyOrBearer
)

// authenticate sets the account of the request. If there is an Authorization header, even an invalid one, the service
// ignores the API key.
func (c *call) authenticate(accepted credentials) error {
	authorization, key := c.Header.Get("Authorization"), c.Header.Get("X-XRCLOUD-API-KEY")
	switch {
	case accepted == none:
		return nil
	case authorization != "":
		token, isBearer := strings.CutPrefix(authorization, "Bearer ")
		s, known := c.sessions.Get(token)
		if !isBearer || !known || s.Refresh || !c.clock().Before(s.ExpiresAt) {
			return invalidToken()
		}
		c.account = c.accountByID(s.AccountID)
		return nil
	case key == "":
		return unauthorized("Authorization header is required.")
	case accepted == bearer:
		return unauthorized("API key is not allowed for this route.")
	}
	owners := c.accounts.Where(func(a account) bool { return a.APIKey == key })
	if len(owners) == 0 {
		return unauthorized("Invalid api key.")
	}
	c.account = owners[0]
	return nil
}

// canReach reports whether the caller can use an object of the account.
func (c *call) canReach(accountID string) bool {
	return !c.options.SeparateAccounts || accountID == c.account.ID
}

func profile(c *call) (*httpapi.Response, error) {
	return httpapi.JSON(http.StatusOK, map[string]string{
		"id": c.account.ID, "email": c.account.Email, "name": "ops", "apiKey": c.account.APIKey,
	}), nil
}
