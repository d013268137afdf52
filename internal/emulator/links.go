package emulator

import (
	"net/http"
	"net/url"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// maxLinks is how many links of each kind the service remembers. It forgets the oldest ones first, and all when it stops:
// such links expire in the real service, too.
const maxLinks = 10_000

// PrivateLink is what a private link of a room is for. Each response with a room has new private links.
type PrivateLink struct {
	RoomID string
	// Host is true for a link that makes its visitor the host.
	Host bool
	// UserID is the customer's ID of the user for whom the room was read, and ReticulumID that of the engine. Both are empty
	// if the request did not name a user.
	UserID      string
	ReticulumID string
	// DisplayName is the visitor's name. It is empty if the request did not have one.
	DisplayName string
}

// EditorLink is what a link to the scene editor is for. Each response with one has a new link.
type EditorLink struct {
	ProjectID string
	// SceneID is the scene that the link changes. It is empty for a link that creates a scene, until that is published.
	SceneID string
	// Creator of a new scene. If empty, it is the default one of the service.
	Creator string
	// Callback is the URL to which the editor posts the ID of a published scene. It can be empty.
	Callback string
}

// links are the links that the service has handed out.
type links struct {
	private recent[PrivateLink]
	editor  recent[EditorLink]
}

// recent has the last values that were added, up to maxLinks.
type recent[T any] struct {
	values map[string]T
	// keys are the keys in the order in which they were added.
	keys []string
}

// replace replaces the value of a key that is remembered.
func (r *recent[T]) replace(key string, value T) {
	if _, ok := r.values[key]; ok {
		r.values[key] = value
	}
}

// add adds a value under a new key.
func (r *recent[T]) add(key string, value T) {
	if r.values == nil {
		r.values = map[string]T{}
	}
	if len(r.keys) == maxLinks {
		delete(r.values, r.keys[0])
		r.keys = r.keys[1:]
	}
	r.keys = append(r.keys, key)
	r.values[key] = value
}

// privateLink returns the ID of a new private link of the room for the visitor of the request.
func (c *call) privateLink(r room, host bool) string {
	id := newID()
	c.links.private.add(id, PrivateLink{
		RoomID: r.ID, Host: host, UserID: c.visitor.text("userId"), DisplayName: c.visitor.text("displayName"),
	})
	return id
}

// editorLink returns the path and query of a new link to the editor. engineProject is "new" for a scene that does not exist
// yet. It can be any text, and be empty: it is what the editor has reported.
func (t *tx) editorLink(engineProject string, link EditorLink) string {
	id := newID()
	t.links.editor.add(id, link)
	return "/spoke/projects/" + url.PathEscape(engineProject) + "?optId=" + id
}

// PrivateLink returns what the private link with the ID is for, if the service remembers it.
func (s *Service) PrivateLink(id string) (link PrivateLink, ok bool) {
	s.options.DB.View(func() {
		link, ok = s.store.links.private.values[id]
		if link.UserID == "" {
			return
		}
		if r, exists := s.store.rooms.Get(link.RoomID); exists {
			u, _ := s.store.users.Get(user{ProjectID: r.ProjectID, InfraUserID: link.UserID}.Key())
			link.ReticulumID = u.ReticulumID
		}
	})
	return link, ok
}

// EditorLink returns what the link to the editor with the ID is for, if the service remembers it.
func (s *Service) EditorLink(id string) (link EditorLink, ok bool) {
	s.options.DB.View(func() { link, ok = s.store.links.editor.values[id] })
	return link, ok
}

// NewEditorLink returns the path and query of a link to the editor, for a scene with that ID, or for a new scene in a project
// with that ID. It fails if there is neither.
func (s *Service) NewEditorLink(id string) (path string, err error) {
	err = s.update(func(t *tx) error {
		if found, ok := t.scenes.Get(id); ok {
			path = t.editorLink(found.EngineProject, EditorLink{ProjectID: found.ProjectID, SceneID: id})
			return nil
		}
		if _, ok := t.projects.Get(id); !ok {
			return notFound("Project with ID %s not found", id)
		}
		path = t.editorLink("new", EditorLink{ProjectID: id})
		return nil
	})
	return path, err
}

// PublishFromEditor publishes the scene of a link to the editor: it creates the scene, or changes the name and the template
// of the one that the link already has. It fails if the service does not remember the link, or if the project or the scene
// was deleted.
func (s *Service) PublishFromEditor(linkID, name, template string) (link EditorLink, err error) {
	before, known := s.EditorLink(linkID)
	if !known {
		return link, notFound("Link with ID %s not found", linkID)
	}
	err = s.update(func(t *tx) (err error) {
		before = t.links.editor.values[linkID] // another request can have published the scene
		link, err = t.publishFromEditor(before, name, template)
		t.links.editor.replace(linkID, link)
		return err
	})
	if err != nil {
		s.options.DB.View(func() { s.store.links.editor.replace(linkID, before) })
	}
	return link, err
}

func (t *tx) publishFromEditor(link EditorLink, name, template string) (EditorLink, error) {
	p, ok := t.projects.Get(link.ProjectID)
	if !ok {
		return link, notFound("Project with ID %s not found", link.ProjectID)
	}
	published, ok := t.scenes.Get(link.SceneID)
	switch {
	case link.SceneID == "":
		published = t.publish(p, name, link.Creator, newSID(), newSID())
	case !ok:
		return link, notFound("Scene with ID %s not found", link.SceneID)
	default:
		published.entity = published.touched(t)
	}
	published.Name, published.Template = name, template
	t.scenes.Put(t.Tx, published)
	link.SceneID = published.ID
	return link, nil
}

// User is a user of a project.
type User struct {
	ProjectID string
	// UserID is the customer's ID of the user, and ReticulumID that of the engine, which is in logs.
	UserID      string
	ReticulumID string
}

// Users returns the users of all projects, in no particular order.
func (s *Service) Users() (users []User) {
	s.options.DB.View(func() {
		for _, u := range s.store.users.Where(func(user) bool { return true }) {
			users = append(users, User{ProjectID: u.ProjectID, UserID: u.InfraUserID, ReticulumID: u.ReticulumID})
		}
	})
	return users
}

// explainEditor handles the URLs of the scene editor, and those of a client that is not a browser.
func explainEditor(*call) (*httpapi.Response, error) {
	return &httpapi.Response{
		Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}},
		Body: []byte(`This is the URL of the scene editor. Open it in a browser to publish a scene.
Without a browser: start the emulator with -seed-scene NAME, and each new project has a published scene of that name; the flag can be given several times.
`),
	}, nil
}
