package emulator

import (
	"net/http"
	"strconv"
)

// firstReticulumID is where the engine's user numbers start: beyond what a 64-bit float can tell apart.
const firstReticulumID = 1900346259722469001

// user is somebody of the customer's, known to a project by an id of the customer's own.
type user struct {
	entity
	ProjectID   string
	InfraUserID string
	ReticulumID string
}

// key finds a user by what the customer knows.
func (u user) key() string { return u.ProjectID + "/" + u.InfraUserID }

// userView is what clients see of a user.
type userView struct {
	ID          string `json:"id"`
	ProjectID   string `json:"projectId"`
	InfraUserID string `json:"infraUserId"`
	ReticulumID string `json:"reticulumId"`
	CreatedAt   string `json:"createdAt"`
	UpdatedAt   string `json:"updatedAt"`
	Version     int    `json:"version"`
}

func getUser(c *call) (answer, error) {
	p, err := c.project(c.parameters["projectId"])
	if err != nil {
		return answer{}, err
	}
	u := c.user(p.ID, c.parameters["accountId"])
	return answer{status: http.StatusOK, value: userView{
		ID: u.ID, ProjectID: u.ProjectID, InfraUserID: u.InfraUserID, ReticulumID: u.ReticulumID,
		CreatedAt: timestamp(u.CreatedAt), UpdatedAt: timestamp(u.UpdatedAt), Version: u.Version,
	}}, nil
}

// user finds the project's user of that id, and makes it at the first time.
func (t *tx) user(projectID, infraUserID string) user {
	u := user{ProjectID: projectID, InfraUserID: infraUserID}
	if known, ok := t.users.rows[u.key()]; ok {
		return known
	}
	u.entity = newEntity(t)
	u.ReticulumID = strconv.FormatInt(firstReticulumID+t.count(func(c *counters) *int64 { return &c.Users }), 10)
	put(t, t.users, u)
	return u
}
