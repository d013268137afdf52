package xrcloud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// User is a visitor in a project.
type User struct {
	ID        string `json:"id"`
	ProjectID string `json:"projectId"`
	// InfraUserID is the caller's own ID of the visitor.
	InfraUserID string `json:"infraUserId"`
	// ReticulumID is the ID of the visitor in room logs: a whole number too large for a float64.
	ReticulumID stringOrNumber `json:"reticulumId"`
}

// Validate returns an error if the user has no ID or no Reticulum ID.
func (u User) Validate() error {
	if u.ReticulumID == "" {
		return errors.New("it has no reticulumId")
	}
	return requireID(u.ID)
}

// EnsureUser returns the user of a project for a visitor, and creates it on the first request. accountID is the caller's own
// ID of the visitor. The values ".", ".." and "" are invalid, because they would change the path of the request.
func (c *Client) EnsureUser(ctx context.Context, projectID, accountID string) (User, error) {
	path := projectPath(projectID) + "/getIdFromUserId/" + url.PathEscape(accountID)
	request := &transport.Request{Method: http.MethodGet, Path: path, Idempotent: true}
	var user User
	if err := c.checkID(request, "projectId", projectID); err != nil {
		return user, err
	}
	if accountID == "" || accountID == "." || accountID == ".." {
		return user, c.invalidFieldError(request, "accountId", fmt.Sprintf("%q cannot be the ID of an account", accountID))
	}
	err := c.call(ctx, anyCredential, request, &user)
	return user, err
}
