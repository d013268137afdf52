package emulator

import (
	"net/http"
	"slices"
)

// project is a customer's application: it owns scenes, rooms and users.
type project struct {
	entity
	AccountID  string
	Name       string
	Label      string
	WebhookURL string
	FaviconID  string
	LogoID     string
}

// favicon and logo are where the project's files are kept. New files come under the old names, which say nothing about
// the real kind of file either.
func (p project) favicon() string { return "favicon/" + p.FaviconID[:3] + "/" + p.FaviconID + ".ico" }
func (p project) logo() string    { return "logo/" + p.LogoID[:3] + "/" + p.LogoID + ".jpg" }

// projectView is what clients see of a project. The label is not part of it.
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
	projectCreation = []field{
		required("name", asText, isString), optional("label", asText, isString), optional("webhookUrl", asText, isURL),
	}
	projectChange = []field{
		optional("name", asText, isString), optional("label", asText, isString), optional("webhookUrl", asText, isURL),
	}
	projectQuery = []field{optional("label", asText, isString)}
)

func (c *call) showProject(p project) projectView {
	view := projectView{
		ID: p.ID, Name: p.Name, CreatedAt: timestamp(p.CreatedAt), UpdatedAt: timestamp(p.UpdatedAt),
		FaviconURL: c.baseURL() + "/storage/" + p.favicon(), LogoURL: c.baseURL() + "/storage/" + p.logo(),
	}
	if p.WebhookURL != "" {
		view.WebhookURL = &p.WebhookURL
	}
	return view
}

func createProject(c *call) (answer, error) {
	files, isForm, err := c.form("favicon", "logo")
	if err != nil {
		return answer{}, err
	}
	in, err := c.validBody(projectCreation)
	if err != nil {
		return answer{}, err
	}
	if !isForm {
		return answer{}, errBroken
	}
	if len(files) < 2 {
		return answer{}, badRequest("Files is required.")
	}
	label := in.text("label")
	taken := func(p project) bool { return p.AccountID == c.account.ID && p.Label == label }
	if label != "" && len(c.projects.where(taken)) > 0 {
		return answer{}, fail(http.StatusConflict, "Project with label %s already exists", label)
	}
	p := project{
		entity: newEntity(c.tx), AccountID: c.account.ID, Name: in.text("name"), Label: label, WebhookURL: in.text("webhookUrl"),
		FaviconID: newID(), LogoID: newID(),
	}
	put(c.tx, c.projects, p)
	c.keepFiles(p, files)
	for _, name := range c.options.SeedScenes {
		c.publish(p, name, defaultCreator, newSID(), newSID())
	}
	return answer{status: http.StatusCreated, value: c.showProject(p)}, nil
}

func getProject(c *call) (answer, error) {
	p, err := c.project(c.parameters["projectId"])
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, value: c.showProject(p)}, nil
}

func listProjects(c *call) (answer, error) {
	by, err := c.queryOrder()
	if err != nil {
		return answer{}, err
	}
	in, err := validate(c.query, c.listFields(projectQuery))
	if err != nil {
		return answer{}, err
	}
	found, err := page(c, c.projectsOfAccount(in.text("label")), by, in)
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, value: shown(found, c.showProject)}, nil
}

// listPublishedProjects is the list as the published page has it: all of them, without a frame.
func listPublishedProjects(c *call) (answer, error) {
	in, err := validate(c.query, projectQuery)
	if err != nil {
		return answer{}, err
	}
	all := c.projectsOfAccount(in.text("label"))
	slices.SortFunc(all, func(a, b project) int { return a.UpdatedAt.Compare(b.UpdatedAt) })
	views := make([]projectView, len(all))
	for i, p := range all {
		views[i] = c.showProject(p)
	}
	return answer{status: http.StatusOK, value: views}, nil
}

// projectsOfAccount are the account's projects, those with the label if one is given.
func (c *call) projectsOfAccount(label string) []project {
	return c.projects.where(func(p project) bool {
		return p.AccountID == c.account.ID && (label == "" || p.Label == label)
	})
}

// updateProject changes what it is given, with one exception: a webhook that is left out is cleared.
func updateProject(c *call) (answer, error) {
	p, err := c.project(c.parameters["projectId"])
	if err != nil {
		return answer{}, err
	}
	files, isForm, err := c.form("favicon", "logo")
	if err != nil {
		return answer{}, err
	}
	in, err := c.validBody(projectChange)
	if err != nil {
		return answer{}, err
	}
	if !isForm {
		return answer{}, errBroken
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
		put(c.tx, c.projects, changed)
	}
	c.keepFiles(changed, files)
	return answer{status: http.StatusOK, value: c.showProject(changed)}, nil
}

// keepFiles keeps what was uploaded, by the name of its form field.
func (t *tx) keepFiles(p project, files map[string][]byte) {
	if content, ok := files["favicon"]; ok {
		put(t, t.files, file{Path: p.favicon(), Content: content})
	}
	if content, ok := files["logo"]; ok {
		put(t, t.files, file{Path: p.logo(), Content: content})
	}
}

// deleteProject takes the project's scenes, and with them every room on those, whichever project it belongs to. A room
// of this project on another's scene stays.
func deleteProject(c *call) (answer, error) {
	p, err := c.project(c.parameters["projectId"])
	if err != nil {
		return answer{}, err
	}
	for _, s := range c.scenes.where(func(s scene) bool { return s.ProjectID == p.ID }) {
		c.removeScene(s)
	}
	for _, u := range c.users.where(func(u user) bool { return u.ProjectID == p.ID }) {
		remove(c.tx, c.users, u)
	}
	remove(c.tx, c.files, file{Path: p.favicon()})
	remove(c.tx, c.files, file{Path: p.logo()})
	remove(c.tx, c.projects, p)
	return answer{status: http.StatusOK}, nil
}

// project finds a project that the caller may use.
func (c *call) project(id string) (project, error) {
	return find(c.projects, "Project", id, func(p project) bool { return c.reaches(p.AccountID) })
}
