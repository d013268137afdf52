package xrcloud

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"sync"

	"golang.org/x/sync/singleflight"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Scene is a 3D space. Scenes are made by people in the browser editor; the API can only find and delete them.
type Scene struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Creator is unpublished; older services do not send it.
	Creator      *string `json:"creator"`
	ThumbnailURL string  `json:"thumbnailUrl"`
	// ModificationURL opens the scene in the editor. It is another one at every read and lets its holder change the
	// scene for a limited time.
	ModificationURL string `json:"sceneModificationUrl"`
	// CreatedAt and UpdatedAt are RFC 3339 times in UTC, with milliseconds.
	CreatedAt string `json:"createdAt"`
	UpdatedAt string `json:"updatedAt"`
}

func (s Scene) id() string        { return s.ID }
func (s Scene) name() string      { return s.Name }
func (s Scene) createdAt() string { return s.CreatedAt }
func (s Scene) problem() string   { return withoutID(s.ID) }

// Scene reads a scene.
func (c *Client) Scene(ctx context.Context, id string) (Scene, error) {
	request := &transport.Request{Method: http.MethodGet, Path: scenePath(id), Idempotent: true}
	var scene Scene
	if err := c.checkID(request, "sceneId", id); err != nil {
		return scene, err
	}
	err := c.call(ctx, anyCredential, request, &scene)
	return scene, err
}

// Scenes lists the scenes of a project: all, or those with exactly a name, or of a creator, unless these are empty. A
// project that does not exist is an error.
func (c *Client) Scenes(ctx context.Context, projectID, name, creator string) iter.Seq2[Scene, error] {
	query := url.Values{}
	if creator != "" {
		query.Set("creator", creator)
	}
	return confirmEmpty(listNamed[Scene](ctx, c, "/api/scenes", "projectId", projectID, query, name), func() error {
		_, err := c.Project(ctx, projectID)
		return err
	})
}

// sceneIndex keeps which scenes a project has, as first listed, for checks of many rooms.
type sceneIndex struct {
	requests singleflight.Group
	projects sync.Map // of map[string]bool, by project
}

// SceneInProject says whether a project has a scene. The scenes of a project are listed once for all such questions: one
// about a scene that is published later can be answered wrongly.
func (c *Client) SceneInProject(ctx context.Context, sceneID, projectID string) (bool, error) {
	scenes, known := c.scenes.projects.Load(projectID)
	if !known {
		var err error
		if scenes, err, _ = c.scenes.requests.Do(projectID, func() (any, error) { return c.sceneIDs(ctx, projectID) }); err != nil {
			return false, err
		}
		c.scenes.projects.Store(projectID, scenes)
	}
	ids, _ := scenes.(map[string]bool)
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

// DeleteScene deletes a scene and, without asking, all rooms that stand on it.
func (c *Client) DeleteScene(ctx context.Context, id string) error {
	return c.remove(ctx, anyCredential, scenePath(id), "sceneId", id)
}

type creationURL struct {
	URL string `json:"sceneCreationUrl"`
}

func (u creationURL) problem() string {
	if u.URL == "" {
		return "it has no sceneCreationUrl"
	}
	return ""
}

// SceneCreationURL gives the URL of the editor for a new scene of a project: another one at every call, good for a
// limited time. The scene will be creator's unless that is empty; the service reserves the creator "admin" for itself.
// Unless callback is empty, the service posts {"sceneId"} to it when the scene is published.
func (c *Client) SceneCreationURL(ctx context.Context, projectID, creator, callback string) (string, error) {
	query := url.Values{"projectId": {projectID}}
	if creator != "" {
		query.Set("creator", creator)
	}
	if callback != "" {
		query.Set("callback", callback)
	}
	request := &transport.Request{Method: http.MethodGet, Path: "/api/scenes/get-creation-url", Query: query, Idempotent: true}
	if err := c.checkID(request, "projectId", projectID); err != nil {
		return "", err
	}
	var got creationURL
	err := c.call(ctx, anyCredential, request, &got)
	return got.URL, err
}

func scenePath(id string) string { return "/api/scenes/" + url.PathEscape(id) }
