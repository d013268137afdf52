package whiteboard

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// apiError returns the error in a response with an error status. A 404 has the reason UnknownRoute: the service reports a
// missing room as a wrong server may report any path. See confirmNotFound.
func (c *Client) apiError(request *transport.Request, response *transport.Response) error {
	var body struct {
		Message string `json:"message"`
	}
	if !response.IsJSON() {
		return response.UnexpectedError("")
	}
	if err := json.Unmarshal(innerBody(response.Body), &body); err != nil || body.Message == "" {
		return response.UnexpectedError("it gives no reason")
	}
	message := body.Message
	switch {
	case response.Status == http.StatusUnauthorized && c.config.SDKToken == "":
		message = fmt.Sprintf("%s (the token was signed on this machine for %v: check the clock of this machine)", message, requestTokenLifespan)
	case response.Status == http.StatusForbidden && request.Method == http.MethodPatch && c.config.SDKToken != "":
		message += " (disabling and enabling a room requires an SDK token with the role admin)"
	}
	return response.Error(message)
}
