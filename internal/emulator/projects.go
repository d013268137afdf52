package emulator

import (
	"net/http"
	"slices"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// project is an application of a customer. It owns scenes, rooms and users.
type project struct {
	entity
	AccountID  string
	Name       string
	Label      string
	WebhookURL string
	FaviconID  string
	LogoID     string
}

// favicon and logo return the paths of the project's files. A new file replaces the old one under the same path, whose
// extension does not depend on the type of the file.
func (p project) favicon() string { return "favicon/" + p.FaviconID[:3] + "/" + p.FaviconID + ".ico" }
func (p project) logo() string    { return "logo/" + p.LogoID[:3] + "/" + p.LogoID + ".jpg" }

// projectView is a project in a response. It does not have the label.
type projectView struct {
	ID         string  `json:"id"`
	Name       string  `json:"name"`
	WebhookURL *string `json:"webhookUrl"`
	CreatedAt  string  `json:"createdAt"`
	UpdatedAt  string  `json:"updatedAt"`
	FaviconURL string  `json:"faviconUrl"`
	LogoURL    string  `json:"logoUrl"`
}

var (
	projectCreateFields = []field{
		required("name", asText, isString), optional("label", asText, isString), optional("webhookUrl", asText, isURL),
	}
	projectUpdateFields = []field{
		optional("name", asText, isString), optional("label", asText, isString), optional("webhookUrl", asText, isURL),
	}
	projectQueryFields = []field{optional("label", asText, isString)}
)

func (c *call) projectView(p project) projectView {
	view := projectView{
		ID: p.ID, Name: p.Name, CreatedAt: formatTime(p.CreatedAt), UpdatedAt: formatTime(p.UpdatedAt),
		FaviconURL: c.baseURL() + "/storage/" + p.favicon(), LogoURL: c.baseURL() + "/storage/" + p.logo(),
	}
	if p.WebhookURL != "" {
		view.WebhookURL = &p.WebhookURL
	}
	return view
}

func createProject(c *call) (*httpapi.Response, error) {
	files, isForm, err := c.readForm("favicon", "logo")
	if err != nil {
		return nil, err
	}
	in, err := c.validateBody(projectCreateFields)
	if err != nil {
		return nil, err
	}
	if !isForm {
		return nil, errInternal
	}
	if len(files) < 2 {
		return nil, badRequest("Files is required.")
	}
	label := in.text("label")
	taken := func(p project) bool { return p.AccountID == c.account.ID && p.Label == label }
	if label != "" && len(c.projects.Where(taken)) > 0 {
		return nil, errorf(http.StatusConflict, "Project with label %s already exists", label)
	}
	p := project{
		entity: newEntity(c.tx), AccountID: c.account.ID, Name: in.text("name"), Label: label, WebhookURL: in.text("webhookUrl"),
		FaviconID: newID(), LogoID: newID(),
	}
	c.projects.Put(c.Tx, p)
	c.saveFiles(p, files)
	for _, name := range c.options.SeedScenes {
		c.publish(p, name, defaultCreator, newSID(), newSID())
	}
	return httpapi.JSON(http.StatusCreated, c.projectView(p)), nil
}

func getProject(c *call) (*httpapi.Response, error) {
	p, err := c.project(c.PathValue("projectId"))
	if err != nil {
		return nil, err
	}
	return httpapi.JSON(http.StatusOK, c.projectView(p)), nil
}

func listProjects(c *call) (*httpapi.Response, error) {
	by, err := c.queryOrder()
	if err != nil {
		return nil, err
	}
	in, err := validate(c.query, c.listFields(projectQueryFields))
	if err != nil {
		return nil, err
	}
	found, err := newPage(c, c.projectsOfAccount(in.text("label")), by, in)
	if err != nil {
		return nil, err
	}
	return httpapi.JSON(http.StatusOK, mapItems(found, c.projectView)), nil
}

// listPublishedProjects lists all projects in a bare array, as the published page says.
func listPublishedProjects(c *call) (*httpapi.Response, error) {
	in, err := validate(c.query, projectQueryFields)
	if err != nil {
		return nil, err
	}
	all := c.projectsOfAccount(in.text("label"))
	slices.SortFunc(all, func(a, b project) int { return a.UpdatedAt.Compare(b.UpdatedAt) })
	views := make([]projectView, len(all))
	for i, p := range all {
		views[i] = c.projectView(p)
	}
	return httpapi.JSON(http.StatusOK, views), nil
}

// projectsOfAccount returns the projects of the caller's account, or only those with the label if it is not empty.
func (c *call) projectsOfAccount(label string) []project {
	return c.projects.Where(func(p project) bool {
		return p.AccountID == c.account.ID && (label == "" || p.Label == label)
	})
}

// updateProject changes the fields in the request. It also clears the webhook if the request omits it.
func updateProject(c *call) (*httpapi.Response, error) {
	p, err := c.project(c.PathValue("projectId"))
	if err != nil {
		return nil, err
	}
	files, isForm, err := c.readForm("favicon", "logo")
	if err != nil {
		return nil, err
	}
	in, err := c.validateBody(projectUpdateFields)
	if err != nil {
		return nil, err
	}
	if !isForm {
		return nil, errInternal
	}
	changed := p
	if in.has("name") {
		changed.Name = in.text("name")
	}
	if in.has("label") {
		changed.Label = in.text("label")
	}
	changed.WebhookURL = in.text("webhookUrl")
	if changed != p {
		changed.entity = changed.touched(c.tx)
		c.projects.Put(c.Tx, changed)
	}
	c.saveFiles(changed, files)
	return httpapi.JSON(http.StatusOK, c.projectView(changed)), nil
}

// deleteProject also deletes the scenes of the project, and all rooms that use one of those scenes, including rooms of
// other projects. A room of this project that uses a scene of another project stays.
func deleteProject(c *call) (*httpapi.Response, error) {
	p, err := c.project(c.PathValue("projectId"))
	if err != nil {
		return nil, err
	}
	for _, s := range c.scenes.Where(func(s scene) bool { return s.ProjectID == p.ID }) {
		c.removeScene(s)
	}
	for _, u := range c.users.Where(func(u user) bool { return u.ProjectID == p.ID }) {
		c.users.Remove(c.Tx, u.Key())
	}
	c.files.Remove(c.Tx, p.favicon())
	c.files.Remove(c.Tx, p.logo())
	c.projects.Remove(c.Tx, p.ID)
	return &httpapi.Response{Status: http.StatusOK}, nil
}

// project returns a project that the caller can reach.
func (c *call) project(id string) (project, error) {
	return lookUp(&c.projects, "Project", id, func(p project) bool { return c.canReach(p.AccountID) })
}
