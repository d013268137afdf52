package xrcloud

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Room is a meeting place on a scene. It does not say which project it belongs to: see RoomProject.
type Room struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Size is how many people can be in the room, 1 to 1000.
	Size      int64    `json:"size"`
	Tags      []string `json:"tags"`
	SceneID   string   `json:"sceneId"`
	ReturnURL string   `json:"returnUrl"`
	URL       RoomURLs `json:"roomUrl"`
	// ThumbnailURL is the picture of the scene.
	ThumbnailURL string `json:"thumbnailUrl"`
	// CreatedAt and UpdatedAt are RFC 3339 times in UTC, with milliseconds.
	CreatedAt string `json:"createdAt"`
	UpdatedAt string `json:"updatedAt"`
}

// RoomURLs holds the ways into a room. Public URLs stay the same until the room is renamed, since its name is in their
// path; private ones are new at every read and expire. A host URL lets its holder run the room.
type RoomURLs struct {
	Public  URLPair `json:"public"`
	Private URLPair `json:"private"`
}

// URLPair is a pair of URLs into a room.
type URLPair struct {
	Host  string `json:"host"`
	Guest string `json:"guest"`
}

func (r Room) id() string        { return r.ID }
func (r Room) name() string      { return r.Name }
func (r Room) createdAt() string { return r.CreatedAt }
func (r Room) problem() string   { return withoutID(r.ID) }

// RoomInput is what a room is made with.
type RoomInput struct {
	ProjectID string `json:"projectId"`
	// SceneID may be of another project; the room then dies with that scene all the same.
	SceneID   string `json:"sceneId"`
	Name      string `json:"name"`
	ReturnURL string `json:"returnUrl"`
	Size      int64  `json:"size"`
	// Tags can never be changed again.
	Tags []string `json:"tags,omitempty"`
}

// RoomChange is all that can be changed on a room. What is nil stays as it is: a room larger than the account's tier
// allows by now can still be renamed, as long as its size is not sent.
type RoomChange struct {
	Name      *string `json:"name,omitempty"`
	Size      *int64  `json:"size,omitempty"`
	ReturnURL *string `json:"returnUrl,omitempty"`
}

// Visitor shapes the private URLs of a room. All fields may be empty.
type Visitor struct {
	// UserID is the caller's own id of the visitor; the service makes a user of it.
	UserID      string
	DisplayName string
	AvatarURL   string
	// LinkPayload is handed to the scene's InlineView element.
	LinkPayload string
}

// Room reads a room, with private URLs for an unnamed visitor.
func (c *Client) Room(ctx context.Context, id string) (Room, error) {
	return c.RoomForVisitor(ctx, id, Visitor{})
}

// RoomForVisitor reads a room, with private URLs for a visitor.
func (c *Client) RoomForVisitor(ctx context.Context, id string, visitor Visitor) (Room, error) {
	query := url.Values{}
	for name, value := range map[string]string{
		"userId": visitor.UserID, "displayName": visitor.DisplayName, "avatarUrl": visitor.AvatarURL, "linkPayload": visitor.LinkPayload,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	request := &transport.Request{Method: http.MethodGet, Path: roomPath(id), Query: query, Idempotent: true}
	var room Room
	if err := c.checkID(request, "roomId", id); err != nil {
		return room, err
	}
	err := c.call(ctx, anyCredential, request, &room)
	return room, err
}

// RoomsOfProject lists the rooms of a project, or those with exactly a name unless that is empty. A project that does
// not exist is an error.
func (c *Client) RoomsOfProject(ctx context.Context, projectID, name string) iter.Seq2[Room, error] {
	return confirmEmpty(c.roomsOfProject(ctx, projectID, name), func() error {
		_, err := c.Project(ctx, projectID)
		return err
	})
}

// roomsOfProject is RoomsOfProject, but a project that does not exist has no rooms.
func (c *Client) roomsOfProject(ctx context.Context, projectID, name string) iter.Seq2[Room, error] {
	return listNamed[Room](ctx, c, "/api/rooms", "projectId", projectID, url.Values{}, name)
}

// RoomsOfScene lists the rooms that stand on a scene, of whatever project, or those with exactly a name unless that is
// empty. A scene that does not exist is an error.
func (c *Client) RoomsOfScene(ctx context.Context, sceneID, name string) iter.Seq2[Room, error] {
	return confirmEmpty(listNamed[Room](ctx, c, "/api/rooms", "sceneId", sceneID, url.Values{}, name), func() error {
		_, err := c.Scene(ctx, sceneID)
		return err
	})
}

// CreateRoom makes a room, once, even if the service's answer is lost. It says whether the room was adopted, that is
// found after that. After an error that is ambiguous the room may exist.
func (c *Client) CreateRoom(ctx context.Context, input RoomInput) (room Room, adopted bool, err error) {
	request := &transport.Request{Method: http.MethodPost, Path: "/api/rooms"}
	if err := cmp.Or(c.checkID(request, "projectId", input.ProjectID), c.checkID(request, "sceneId", input.SceneID)); err != nil {
		return room, false, err
	}
	if err := request.JSON(input); err != nil {
		return room, false, err
	}
	return creation[Room]{
		client: c,
		kind:   "room",
		group:  input.group(),
		post: func(ctx context.Context) (Room, error) {
			var room Room
			err := c.call(ctx, anyCredential, request, &room)
			return room, err
		},
		list: func(ctx context.Context) iter.Seq2[Room, error] {
			return c.roomsOfProject(ctx, input.ProjectID, input.Name)
		},
		matches: input.matches,
		project: func(Room) string { return input.ProjectID },
	}.do(ctx)
}

// group is the same for inputs whose rooms match each other.
func (i RoomInput) group() string {
	return fmt.Sprintf("%q %q %q %q %d %q", i.ProjectID, i.SceneID, i.Name, i.ReturnURL, i.Size, slices.Sorted(slices.Values(i.Tags)))
}

// matches reports whether a room could have been created with the input.
func (i RoomInput) matches(room Room) bool {
	asked, has := slices.Sorted(slices.Values(i.Tags)), slices.Sorted(slices.Values(room.Tags))
	return room.Name == i.Name && room.SceneID == i.SceneID && room.Size == i.Size && room.ReturnURL == i.ReturnURL && slices.Equal(asked, has)
}

// UpdateRoom changes a room. Another name changes its public URLs.
func (c *Client) UpdateRoom(ctx context.Context, id string, change RoomChange) (Room, error) {
	request := &transport.Request{Method: http.MethodPatch, Path: roomPath(id), Idempotent: true}
	var room Room
	if err := c.checkID(request, "roomId", id); err != nil {
		return room, err
	}
	if err := request.JSON(change); err != nil {
		return room, err
	}
	err := c.call(ctx, anyCredential, request, &room)
	return room, err
}

// DeleteRoom deletes a room with its logs.
func (c *Client) DeleteRoom(ctx context.Context, id string) error {
	return c.remove(ctx, anyCredential, roomPath(id), "roomId", id)
}

// infra is the unpublished view of a room by which its project can be known.
type infra struct {
	ID        string `json:"id"`
	ProjectID string `json:"projectId"`
}

func (i infra) problem() string { return withoutID(i.ProjectID) }

// RoomProject gives the id of the project that a room belongs to. The call is unpublished and takes only a bearer
// token: see HasBearer. Older services answer it with UnknownRoute.
func (c *Client) RoomProject(ctx context.Context, id string) (string, error) {
	request := &transport.Request{Method: http.MethodGet, Path: roomPath(id) + "/infra", Idempotent: true}
	if err := c.checkID(request, "roomId", id); err != nil {
		return "", err
	}
	var got infra
	err := c.call(ctx, bearerOnly, request, &got)
	return got.ProjectID, err
}

// RoomInProject says whether a project lists a room: the way to know where a room belongs that needs no bearer token. A
// room that does not exist is in none. It asks for the rooms of that name alone, since a page of a list costs the service
// as much as all rooms on it.
func (c *Client) RoomInProject(ctx context.Context, id, projectID string) (bool, error) {
	if err := c.checkID(&transport.Request{Method: http.MethodGet, Path: "/api/rooms"}, "projectId", projectID); err != nil {
		return false, err
	}
	room, err := c.Room(ctx, id)
	if transport.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for listed, err := range c.RoomsOfProject(ctx, projectID, room.Name) {
		if err != nil {
			return false, err
		}
		if listed.ID == id {
			return true, nil
		}
	}
	return false, nil
}

func roomPath(id string) string { return "/api/rooms/" + url.PathEscape(id) }
