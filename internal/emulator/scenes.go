package emulator

import (
	"net/http"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// defaultCreator is the creator of a scene whose report names none. Clients cannot set it.
const defaultCreator = "admin"

// scene is a published 3D space, which rooms use.
type scene struct {
	entity
	AccountID string
	ProjectID string
	Name      string
	Creator   string
	// EngineProject and EngineScene are the IDs of the scene in the editor and in the engine.
	EngineProject string
	EngineScene   string
	ThumbnailID   string
	// Template is the look of the scene that was chosen in the editor. It is empty for a scene from elsewhere.
	Template string `json:",omitempty"`
}

// sceneView is a scene in a response.
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
	sceneQueryFields = []field{
		required("projectId", asText, isUUID), optional("name", asText, isString), optional("creator", asText, isString),
	}
	creationURLQueryFields = []field{
		required("projectId", asText, isUUID),
		optional("creator", asText, isNot(defaultCreator), isString), transient("callback", asText, isString),
	}
	sceneReportFields = []field{
		required("token", asText, isString), required("eventName", asText, isOneOf("scene_created", "scene_updated")),
		optional("extra", asText, isString), optional("projectId", asText, isString), required("sceneId", asText, isString),
	}
)

func (c *call) sceneView(s scene) sceneView {
	view := sceneView{
		ID: s.ID, Name: s.Name, CreatedAt: formatTime(s.CreatedAt), UpdatedAt: formatTime(s.UpdatedAt), Creator: s.Creator,
		ThumbnailURL:         c.engineURL() + "/files/" + s.ThumbnailID + ".jpg",
		SceneModificationURL: c.engineURL() + c.editorLink(s.EngineProject, EditorLink{ProjectID: s.ProjectID, SceneID: s.ID}),
	}
	if c.options.Published {
		view.Creator = ""
	}
	return view
}

func listScenes(c *call) (*httpapi.Response, error) {
	by, err := c.queryOrder()
	if err != nil {
		return nil, err
	}
	in, err := validate(c.query, c.listFields(sceneQueryFields))
	if err != nil {
		return nil, err
	}
	projectID, creator := strings.ToLower(in.text("projectId")), in.text("creator")
	found, err := newPage(c, c.scenes.Where(func(s scene) bool {
		return c.canReach(s.AccountID) && s.ProjectID == projectID &&
			contains(s.Name, in.text("name")) && (creator == "" || s.Creator == creator)
	}), by, in)
	if err != nil {
		return nil, err
	}
	return httpapi.JSON(http.StatusOK, mapItems(found, c.sceneView)), nil
}

func getCreationURL(c *call) (*httpapi.Response, error) {
	p, err := lookUpField(c.query, "projectId", "Project", c.project)
	if err != nil {
		return nil, err
	}
	in, err := validate(c.query, creationURLQueryFields)
	if err != nil {
		return nil, err
	}
	link := EditorLink{ProjectID: p.ID, Creator: in.text("creator"), Callback: in.text("callback")}
	return httpapi.JSON(http.StatusOK, map[string]string{
		"sceneCreationUrl": c.engineURL() + c.editorLink("new", link),
	}), nil
}

func getScene(c *call) (*httpapi.Response, error) {
	s, err := c.scene(c.PathValue("sceneId"))
	if err != nil {
		return nil, err
	}
	return httpapi.JSON(http.StatusOK, c.sceneView(s)), nil
}

func deleteScene(c *call) (*httpapi.Response, error) {
	s, err := c.scene(c.PathValue("sceneId"))
	if err != nil {
		return nil, err
	}
	c.removeScene(s)
	return &httpapi.Response{Status: http.StatusOK}, nil
}

// removeScene also deletes all rooms that use the scene.
func (t *tx) removeScene(s scene) {
	for _, r := range t.rooms.Where(func(r room) bool { return r.SceneID == s.ID }) {
		t.removeRoom(r)
	}
	t.scenes.Remove(t.Tx, s.ID)
}

// reportScene handles the report of the scene editor that a scene was published or published again. The field "extra"
// names its project and creator: "projectId:…&creator:…".
func reportScene(c *call) (*httpapi.Response, error) {
	in, err := c.validateBody(sceneReportFields)
	if err != nil {
		return nil, err
	}
	switch in.text("eventName") {
	case "scene_created":
		err = c.sceneCreated(in)
	case "scene_updated":
		err = c.sceneUpdated(in.text("sceneId"))
	}
	if err != nil {
		return nil, err
	}
	return &httpapi.Response{Status: http.StatusCreated}, nil
}

// sceneCreated adds a scene. Its ID in the engine is unique across all projects and accounts.
func (c *call) sceneCreated(in input) error {
	extra := map[string]string{}
	for part := range strings.SplitSeq(in.text("extra"), "&") {
		name, value, _ := strings.Cut(part, ":")
		value, _, _ = strings.Cut(value, ":")
		extra[name] = value
	}
	if !uuidForm.MatchString(extra["projectId"]) {
		return errInternal
	}
	p, ok := c.projects.Get(strings.ToLower(extra["projectId"])) // the editor has no credentials
	if !ok {
		return notFound("Project with ID %q not found.", extra["projectId"])
	}
	sid := in.text("sceneId")
	if len(c.engineScenes(sid)) > 0 {
		return errorf(http.StatusConflict, "Scene with ID %q already exists.", sid)
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
	c.scenes.Put(c.Tx, s)
	return nil
}

// engineScenes returns the scenes with the ID in the engine: one or none.
func (c *call) engineScenes(sid string) []scene {
	return c.scenes.Where(func(s scene) bool { return s.EngineScene == sid })
}

// publish adds a scene to the project. Without a creator it sets the default one.
func (t *tx) publish(p project, name, creator, engineProject, engineScene string) scene {
	if creator == "" {
		creator = defaultCreator
	}
	s := scene{
		entity: newEntity(t), AccountID: p.AccountID, ProjectID: p.ID, Name: name, Creator: creator,
		EngineProject: engineProject, EngineScene: engineScene, ThumbnailID: newID(),
	}
	t.scenes.Put(t.Tx, s)
	return s
}

// PublishScene publishes a scene in a project, as a person does in the editor, and returns its ID. In the editor the name
// cannot be chosen. An empty creator is the default one of the service. It fails if the project does not exist.
func (s *Service) PublishScene(projectID, name, creator string) (sceneID string, err error) {
	err = s.update(func(t *tx) error {
		p, ok := t.projects.Get(projectID)
		if !ok {
			return notFound("Project with ID %s not found", projectID)
		}
		sceneID = t.publish(p, name, creator, newSID(), newSID()).ID
		return nil
	})
	return sceneID, err
}

// scene returns a scene that the caller can reach.
func (c *call) scene(id string) (scene, error) {
	return lookUp(&c.scenes, "Scene", id, func(s scene) bool { return c.canReach(s.AccountID) })
}
