package xrcloud

import (
	"context"
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

func (u User) problem() string { return withoutID(u.ID) }

// UserOf gives the user that a project has for an account id of the caller's own service, and makes it on the first
// call.
func (c *Client) UserOf(ctx context.Context, projectID, accountID string) (User, error) {
	path := projectPath(projectID) + "/getIdFromUserId/" + url.PathEscape(accountID)
	request := &transport.Request{Method: http.MethodGet, Path: path, Repeatable: true}
	var user User
	if err := c.checkID(request, "projectId", projectID); err != nil {
		return user, err
	}
	err := c.call(ctx, anyCredential, request, &user)
	return user, err
}
