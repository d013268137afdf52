package xrcloud

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"sync"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Scene is a 3D space. People create scenes in the browser editor. The API can only read and delete them.
type Scene struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Creator is unpublished. Older services do not send it.
	Creator      *string `json:"creator"`
	ThumbnailURL string  `json:"thumbnailUrl"`
	// ModificationURL opens the scene in the editor with the right to change it. It is different in every response, and
	// expires.
	ModificationURL string `json:"sceneModificationUrl"`
	// CreatedAt and UpdatedAt are RFC 3339 times in UTC, with milliseconds.
	CreatedAt string `json:"createdAt"`
	UpdatedAt string `json:"updatedAt"`
}

func (s Scene) id() string        { return s.ID }
func (s Scene) name() string      { return s.Name }
func (s Scene) createdAt() string { return s.CreatedAt }

// ObjectID returns the ID of the scene.
func (s Scene) ObjectID() string { return s.ID }

// Validate returns an error if the scene has no ID.
func (s Scene) Validate() error { return requireID(s.ID) }

// Scene reads a scene. Concurrent callers can get the same ModificationURL, see SceneModificationURL.
func (c *Client) Scene(ctx context.Context, id string) (Scene, error) {
	return c.scene(ctx, id, true)
}

// SceneModificationURL returns a new ModificationURL of a scene.
func (c *Client) SceneModificationURL(ctx context.Context, id string) (string, error) {
	scene, err := c.scene(ctx, id, false)
	return scene.ModificationURL, err
}

func (c *Client) scene(ctx context.Context, id string, shared bool) (Scene, error) {
	request := &transport.Request{Method: http.MethodGet, Path: scenePath(id), ObjectID: id, Idempotent: true, Shared: shared}
	var scene Scene
	if err := c.checkID(request, "sceneId", id); err != nil {
		return scene, err
	}
	err := c.call(ctx, anyCredential, request, &scene)
	return scene, err
}

// Scenes lists the scenes of a project. If name or creator are not empty, it lists those with exactly that name or creator. A
// project that does not exist is an error.
func (c *Client) Scenes(ctx context.Context, projectID, name, creator string) iter.Seq2[Scene, error] {
	query := url.Values{}
	if creator != "" {
		query.Set("creator", creator)
	}
	return confirmEmpty(listNamed[Scene](ctx, c, scenesPath, "projectId", projectID, query, name), func() error {
		_, err := c.Project(ctx, projectID)
		return err
	})
}

// sceneCache has the IDs of the scenes of each project as they were first listed, for the checks of many rooms.
type sceneCache struct {
	requests transport.SharedRequest[map[string]bool]
	projects sync.Map // project ID to map[string]bool
}

// SceneInProject reports whether a project has a scene. The scenes of a project are listed once: the result may be wrong for
// a scene that is published later.
func (c *Client) SceneInProject(ctx context.Context, sceneID, projectID string) (bool, error) {
	cached, known := c.scenes.projects.Load(projectID)
	ids, _ := cached.(map[string]bool)
	if !known {
		var err error
		if ids, err = c.scenes.requests.Do(ctx, projectID, func() (map[string]bool, error) { return c.sceneIDs(ctx, projectID) }); err != nil {
			return false, err
		}
		c.scenes.projects.Store(projectID, ids)
	}
	return ids[sceneID], nil
}

func (c *Client) sceneIDs(ctx context.Context, projectID string) (map[string]bool, error) {
	ids := map[string]bool{}
	for scene, err := range c.Scenes(ctx, projectID, "", "") {
		if err != nil {
			return nil, err
		}
		ids[scene.ID] = true
	}
	return ids, nil
}

// DeleteScene deletes a scene and all rooms on it.
func (c *Client) DeleteScene(ctx context.Context, id string) error {
	return c.deleteObject(ctx, anyCredential, scenePath(id), "sceneId", id)
}

type creationURL struct {
	URL string `json:"sceneCreationUrl"`
}

func (u creationURL) Validate() error {
	if u.URL == "" {
		return errors.New("it has no sceneCreationUrl")
	}
	return nil
}

// SceneCreationURL returns the URL of the editor for a new scene of a project. It is different in every response, and expires.
// creator becomes the creator of the scene; the service reserves "admin". If callback is not empty, the service posts
// {"sceneId"} to that URL when the scene is published.
func (c *Client) SceneCreationURL(ctx context.Context, projectID, creator, callback string) (string, error) {
	query := url.Values{"projectId": {projectID}}
	if creator != "" {
		query.Set("creator", creator)
	}
	if callback != "" {
		query.Set("callback", callback)
	}
	request := &transport.Request{Method: http.MethodGet, Path: scenesPath + "/get-creation-url", Query: query, Idempotent: true}
	if err := c.checkID(request, "projectId", projectID); err != nil {
		return "", err
	}
	var created creationURL
	err := c.call(ctx, anyCredential, request, &created)
	return created.URL, err
}

const scenesPath = "/api/scenes"

func scenePath(id string) string { return scenesPath + "/" + url.PathEscape(id) }
