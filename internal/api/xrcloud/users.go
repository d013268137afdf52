package xrcloud

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// User is a visitor as a project knows it.
type User struct {
	ID        string `json:"id"`
	ProjectID string `json:"projectId"`
	// InfraUserID is the id by which the caller's own service knows the visitor.
	InfraUserID string `json:"infraUserId"`
	// ReticulumID is the id in room logs: a whole number too large for a float64, therefore text.
	ReticulumID text `json:"reticulumId"`
}

func (u User) problem() string {
	if u.ReticulumID == "" {
		return "it has no reticulumId"
	}
	return withoutID(u.ID)
}

// EnsureUser gives the user that a project has for an account id of the caller's own service, and makes it on the first
// call. An account id that a path cannot carry (".", ".." or nothing) is invalid: it would change which call it is.
func (c *Client) EnsureUser(ctx context.Context, projectID, accountID string) (User, error) {
	path := projectPath(projectID) + "/getIdFromUserId/" + url.PathEscape(accountID)
	request := &transport.Request{Method: http.MethodGet, Path: path, Idempotent: true}
	var user User
	if err := c.checkID(request, "projectId", projectID); err != nil {
		return user, err
	}
	if accountID == "" || accountID == "." || accountID == ".." {
		return user, c.invalid(request, "accountId", fmt.Sprintf("%q cannot be the id of an account", accountID))
	}
	err := c.call(ctx, anyCredential, request, &user)
	return user, err
}
