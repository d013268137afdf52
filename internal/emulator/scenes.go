package emulator

import (
	"net/http"
	"strings"
)

// defaultCreator is who made a scene when nobody is named; it cannot be asked for.
const defaultCreator = "admin"

// scene is a published space that rooms stand on.
type scene struct {
	entity
	AccountID string
	ProjectID string
	Name      string
	Creator   string
	// EngineProject and EngineScene are the ids of the scene in the engine and its editor.
	EngineProject string
	EngineScene   string
	ThumbnailID   string
}

// sceneView is what clients see of a scene.
type sceneView struct {
	ID                   string `json:"id"`
	Name                 string `json:"name"`
	CreatedAt            string `json:"createdAt"`
	UpdatedAt            string `json:"updatedAt"`
	Creator              string `json:"creator,omitempty"`
	ThumbnailURL         string `json:"thumbnailUrl"`
	SceneModificationURL string `json:"sceneModificationUrl"`
}

var (
	sceneQuery = []field{
		required("projectId", asText, isUUID), optional("name", asText, isString), optional("creator", asText, isString),
	}
	creationURLQuery = []field{
		required("projectId", asText, isUUID),
		optional("creator", asText, isNot(defaultCreator), isString), transient("callback", asText, isString),
	}
	sceneReport = []field{
		required("token", asText, isString), required("eventName", asText, isOneOf("scene_created", "scene_updated")),
		optional("extra", asText, isString), optional("projectId", asText, isString), required("sceneId", asText, isString),
	}
)

func (c *call) showScene(s scene) sceneView {
	view := sceneView{
		ID: s.ID, Name: s.Name, CreatedAt: timestamp(s.CreatedAt), UpdatedAt: timestamp(s.UpdatedAt), Creator: s.Creator,
		ThumbnailURL:         c.engineURL() + "/files/" + s.ThumbnailID + ".jpg",
		SceneModificationURL: c.engineURL() + "/spoke/projects/" + s.EngineProject + "?optId=" + newID(),
	}
	if c.options.Published {
		view.Creator = ""
	}
	return view
}

func listScenes(c *call) (answer, error) {
	by, err := c.queryOrder()
	if err != nil {
		return answer{}, err
	}
	in, err := validate(c.query, c.listFields(sceneQuery))
	if err != nil {
		return answer{}, err
	}
	projectID, creator := strings.ToLower(in.text("projectId")), in.text("creator")
	found, err := page(c, c.scenes.where(func(s scene) bool {
		return c.reaches(s.AccountID) && s.ProjectID == projectID &&
			contains(s.Name, in.text("name")) && (creator == "" || s.Creator == creator)
	}), by, in)
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, value: shown(found, c.showScene)}, nil
}

func getCreationURL(c *call) (answer, error) {
	if _, err := findNamed(c.query, "projectId", "Project", c.project); err != nil {
		return answer{}, err
	}
	if _, err := validate(c.query, creationURLQuery); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, value: map[string]string{
		"sceneCreationUrl": c.engineURL() + "/spoke/projects/new?optId=" + newID(),
	}}, nil
}

func getScene(c *call) (answer, error) {
	s, err := c.scene(c.parameters["sceneId"])
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, value: c.showScene(s)}, nil
}

func deleteScene(c *call) (answer, error) {
	s, err := c.scene(c.parameters["sceneId"])
	if err != nil {
		return answer{}, err
	}
	c.removeScene(s)
	return answer{status: http.StatusOK}, nil
}

// removeScene takes all rooms that stand on the scene with it.
func (t *tx) removeScene(s scene) {
	for _, r := range t.rooms.where(func(r room) bool { return r.SceneID == s.ID }) {
		t.removeRoom(r)
	}
	remove(t, t.scenes, s)
}

// reportScene is the call by which the editor tells of a scene that was published, or published anew. Whose it is comes
// in extra: "projectId:…&creator:…".
func reportScene(c *call) (answer, error) {
	in, err := c.validBody(sceneReport)
	if err != nil {
		return answer{}, err
	}
	switch in.text("eventName") {
	case "scene_created":
		err = c.sceneCreated(in)
	case "scene_updated":
		err = c.sceneUpdated(in.text("sceneId"))
	}
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusCreated}, nil
}

// sceneCreated adds a scene, whose id in the engine is unique over all projects and accounts.
func (c *call) sceneCreated(in input) error {
	extra := map[string]string{}
	for part := range strings.SplitSeq(in.text("extra"), "&") {
		name, value, _ := strings.Cut(part, ":")
		value, _, _ = strings.Cut(value, ":")
		extra[name] = value
	}
	if !uuidForm.MatchString(extra["projectId"]) {
		return errBroken
	}
	p, ok := c.projects.rows[strings.ToLower(extra["projectId"])] // the editor acts for no account
	if !ok {
		return notFound("Project with ID %q not found.", extra["projectId"])
	}
	sid := in.text("sceneId")
	if len(c.engineScenes(sid)) > 0 {
		return fail(http.StatusConflict, "Scene with ID %q already exists.", sid)
	}
	c.publish(p, "Scene "+sid, extra["creator"], in.text("projectId"), sid)
	return nil
}

func (c *call) sceneUpdated(sid string) error {
	known := c.engineScenes(sid)
	if len(known) == 0 {
		return notFound("Scene with ID %q not found.", sid)
	}
	s := known[0]
	s.entity = s.touched(c.tx)
	put(c.tx, c.scenes, s)
	return nil
}

// engineScenes are the scenes with that id in the engine, at most one.
func (c *call) engineScenes(sid string) []scene {
	return c.scenes.where(func(s scene) bool { return s.EngineScene == sid })
}

// publish adds a scene to the project.
func (t *tx) publish(p project, name, creator, engineProject, engineScene string) scene {
	if creator == "" {
		creator = defaultCreator
	}
	s := scene{
		entity: newEntity(t), AccountID: p.AccountID, ProjectID: p.ID, Name: name, Creator: creator,
		EngineProject: engineProject, EngineScene: engineScene, ThumbnailID: newID(),
	}
	put(t, t.scenes, s)
	return s
}

// PublishScene publishes a scene in a project, as a person in the editor does but with a name of choice, and returns the
// scene's id. An empty creator is the service's default one. It fails when there is no such project.
func (e *Emulator) PublishScene(projectID, name, creator string) (sceneID string, err error) {
	err = e.update(func(t *tx) error {
		p, ok := t.projects.rows[projectID]
		if !ok {
			return notFound("Project with ID %s not found", projectID)
		}
		sceneID = t.publish(p, name, creator, newSID(), newSID()).ID
		return nil
	})
	return sceneID, err
}

// scene finds a scene that the caller may use.
func (c *call) scene(id string) (scene, error) {
	return find(c.scenes, "Scene", id, func(s scene) bool { return c.reaches(s.AccountID) })
}

// sayThereIsNoEditor answers at the editor's URLs, which people open in a browser to make a scene.
func sayThereIsNoEditor(*call) (answer, error) {
	return answer{status: http.StatusOK, file: []byte(`This is an emulator: there is no editor.
Start it with -seed-scene NAME, and each new project has a published scene of that name; the flag can be given several times.
`)}, nil
}
