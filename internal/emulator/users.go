package emulator

import (
	"net/http"
	"strconv"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// firstReticulumID is the first user ID of the engine. A 64-bit float cannot represent IDs of this size exactly.
const firstReticulumID = 1900346259722469001

// user is a user of a project. The customer chooses InfraUserID.
type user struct {
	entity
	ProjectID   string
	InfraUserID string
	ReticulumID string
}

func (u user) Key() string { return u.ProjectID + "/" + u.InfraUserID }

// userView is a user in a response.
type userView struct {
	ID          string `json:"id"`
	ProjectID   string `json:"projectId"`
	InfraUserID string `json:"infraUserId"`
	ReticulumID string `json:"reticulumId"`
	CreatedAt   string `json:"createdAt"`
	UpdatedAt   string `json:"updatedAt"`
	Version     int    `json:"version"`
}

func getUser(c *call) (*httpapi.Response, error) {
	p, err := c.project(c.PathValue("projectId"))
	if err != nil {
		return nil, err
	}
	u := c.ensureUser(p.ID, c.PathValue("userId"))
	return httpapi.JSON(http.StatusOK, userView{
		ID: u.ID, ProjectID: u.ProjectID, InfraUserID: u.InfraUserID, ReticulumID: u.ReticulumID,
		CreatedAt: formatTime(u.CreatedAt), UpdatedAt: formatTime(u.UpdatedAt), Version: u.Version,
	}), nil
}

// ensureUser returns the user of the project with the ID, and creates it if it does not exist.
func (t *tx) ensureUser(projectID, infraUserID string) user {
	u := user{ProjectID: projectID, InfraUserID: infraUserID}
	if known, ok := t.users.Get(u.Key()); ok {
		return known
	}
	u.entity = newEntity(t)
	u.ReticulumID = strconv.FormatInt(firstReticulumID+t.increment(func(c *counters) *int64 { return &c.Users }), 10)
	t.users.Put(t.Tx, u)
	return u
}
