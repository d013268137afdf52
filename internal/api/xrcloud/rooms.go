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

// Room is a room on a scene. The service does not send its project with it, see RoomProject.
type Room struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Size is how many people can be in the room, 1 to 1000.
	Size      int64    `json:"size"`
	Tags      []string `json:"tags"`
	SceneID   string   `json:"sceneId"`
	ReturnURL string   `json:"returnUrl"`
	URL       RoomURLs `json:"roomUrl"`
	// ThumbnailURL is an image of the scene.
	ThumbnailURL string `json:"thumbnailUrl"`
	// CreatedAt and UpdatedAt are RFC 3339 times in UTC, with milliseconds.
	CreatedAt string `json:"createdAt"`
	UpdatedAt string `json:"updatedAt"`
}

// RoomURLs has the URLs to enter a room. Public URLs change only if the room is renamed, because its name is in their path.
// Private URLs are different in every response, and expire. With a host URL a visitor is a host of the room.
type RoomURLs struct {
	Public  URLPair `json:"public"`
	Private URLPair `json:"private"`
}

// URLPair has the URLs for hosts and for guests.
type URLPair struct {
	Host  string `json:"host"`
	Guest string `json:"guest"`
}

func (r Room) id() string        { return r.ID }
func (r Room) name() string      { return r.Name }
func (r Room) createdAt() string { return r.CreatedAt }

// ObjectID returns the ID of the room.
func (r Room) ObjectID() string { return r.ID }

// Validate returns an error if the room has no ID.
func (r Room) Validate() error { return requireID(r.ID) }

// RoomInput has the values of a new room.
type RoomInput struct {
	ProjectID string `json:"projectId"`
	// SceneID may be a scene of another project. The service deletes the room with its scene.
	SceneID   string `json:"sceneId"`
	Name      string `json:"name"`
	ReturnURL string `json:"returnUrl"`
	Size      int64  `json:"size"`
	// Tags cannot be changed later.
	Tags []string `json:"tags,omitempty"`
}

// RoomChange has the new values of a room. A nil value is not changed. The service checks the values that are sent: a room
// that is larger than the account's tier allows can be renamed if its size is not sent.
type RoomChange struct {
	Name      *string `json:"name,omitempty"`
	Size      *int64  `json:"size,omitempty"`
	ReturnURL *string `json:"returnUrl,omitempty"`
}

// Visitor is the person for whom the private URLs of a room are. All fields may be empty.
type Visitor struct {
	// UserID is the caller's own ID of the visitor. The service creates a user for it, see User.
	UserID      string
	DisplayName string
	AvatarURL   string
	// LinkPayload is passed to the InlineView element of the scene.
	LinkPayload string
}

// Room reads a room. Concurrent callers can get the same private URLs, see RoomForVisitor.
func (c *Client) Room(ctx context.Context, id string) (Room, error) {
	return c.room(ctx, id, Visitor{}, true)
}

// RoomForVisitor reads a room, with new private URLs for a visitor.
func (c *Client) RoomForVisitor(ctx context.Context, id string, visitor Visitor) (Room, error) {
	return c.room(ctx, id, visitor, false)
}

func (c *Client) room(ctx context.Context, id string, visitor Visitor, shared bool) (Room, error) {
	query := url.Values{}
	for name, value := range map[string]string{
		"userId": visitor.UserID, "displayName": visitor.DisplayName, "avatarUrl": visitor.AvatarURL, "linkPayload": visitor.LinkPayload,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	request := &transport.Request{Method: http.MethodGet, Path: roomPath(id), ObjectID: id, Query: query, Idempotent: true, Shared: shared}
	var room Room
	if err := c.checkID(request, "roomId", id); err != nil {
		return room, err
	}
	err := c.call(ctx, anyCredential, request, &room)
	return room, err
}

// RoomsOfProject lists the rooms of a project. If name is not empty, it lists those with exactly that name. A project that does
// not exist is an error.
func (c *Client) RoomsOfProject(ctx context.Context, projectID, name string) iter.Seq2[Room, error] {
	return confirmEmpty(c.roomsOfProject(ctx, projectID, name), func() error {
		_, err := c.Project(ctx, projectID)
		return err
	})
}

// roomsOfProject is RoomsOfProject, but the list of a project that does not exist is empty.
func (c *Client) roomsOfProject(ctx context.Context, projectID, name string) iter.Seq2[Room, error] {
	return listNamed[Room](ctx, c, roomsPath, "projectId", projectID, url.Values{}, name)
}

// RoomsOfScene lists the rooms on a scene, including rooms of other projects. If name is not empty, it lists rooms with exactly
// that name. A scene that does not exist is an error.
func (c *Client) RoomsOfScene(ctx context.Context, sceneID, name string) iter.Seq2[Room, error] {
	return confirmEmpty(listNamed[Room](ctx, c, roomsPath, "sceneId", sceneID, url.Values{}, name), func() error {
		_, err := c.Scene(ctx, sceneID)
		return err
	})
}

// CreateRoom creates a room, once, even if the response is lost. adopted is true if the room was found after that. After an
// ambiguous error the room may exist.
func (c *Client) CreateRoom(ctx context.Context, input RoomInput) (room Room, adopted bool, err error) {
	request := &transport.Request{Method: http.MethodPost, Path: roomsPath}
	if err := cmp.Or(c.checkID(request, "projectId", input.ProjectID), c.checkID(request, "sceneId", input.SceneID)); err != nil {
		return room, false, err
	}
	if err := request.JSON(input); err != nil {
		return room, false, err
	}
	return creation[Room]{
		client: c,
		kind:   "room",
		group:  input.key(),
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

// inputOf returns the values with which a room of a project was created, if nobody has changed it since.
func inputOf(room Room, projectID string) RoomInput {
	return RoomInput{
		ProjectID: projectID,
		SceneID:   room.SceneID,
		Name:      room.Name,
		ReturnURL: room.ReturnURL,
		Size:      room.Size,
		Tags:      room.Tags,
	}
}

// key is the same for equal inputs. The order of the tags has no meaning.
func (i RoomInput) key() string {
	i.Tags = slices.Sorted(slices.Values(i.Tags))
	return fmt.Sprintf("%#v", i)
}

// matches reports whether a room could have been created with the input.
func (i RoomInput) matches(room Room) bool { return inputOf(room, i.ProjectID).key() == i.key() }

// UpdateRoom changes a room. A new name changes its public URLs.
func (c *Client) UpdateRoom(ctx context.Context, id string, change RoomChange) (Room, error) {
	request := &transport.Request{Method: http.MethodPatch, Path: roomPath(id), ObjectID: id, Idempotent: true}
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
	return c.deleteObject(ctx, anyCredential, roomPath(id), "roomId", id)
}

// roomInfra is the response of an unpublished request. It has the project of a room.
type roomInfra struct {
	ID        string `json:"id"`
	ProjectID string `json:"projectId"`
}

func (i roomInfra) ObjectID() string { return i.ID }

func (i roomInfra) Validate() error { return requireID(i.ProjectID) }

// RoomProject returns the ID of the project that a room belongs to. The request is unpublished and accepts a bearer token only,
// see HasBearer. Older services respond with UnknownRoute.
func (c *Client) RoomProject(ctx context.Context, id string) (string, error) {
	request := &transport.Request{Method: http.MethodGet, Path: roomPath(id) + "/infra", ObjectID: id, Idempotent: true, Shared: true}
	if err := c.checkID(request, "roomId", id); err != nil {
		return "", err
	}
	var got roomInfra
	err := c.call(ctx, bearerOnly, request, &got)
	return got.ProjectID, err
}

// RoomInProject reports whether a project lists a room. Unlike RoomProject, it needs no bearer token. A room that does not exist
// is in no project. Only the rooms of that name are listed, because a page of a list costs the service as much as reading
// each room on it.
func (c *Client) RoomInProject(ctx context.Context, id, projectID string) (bool, error) {
	if err := c.checkID(&transport.Request{Method: http.MethodGet, Path: roomsPath}, "projectId", projectID); err != nil {
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

const roomsPath = "/api/rooms"

func roomPath(id string) string { return roomsPath + "/" + url.PathEscape(id) }
