// Package rest sends the requests of the benchmark with net/http alone: one request for each call, without retries and limits. The minimal
// provider and the bare client use it.
package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"sync"
	"time"
)

// Concurrency is the number of connections that stay open: Terraform runs this number of operations at the same time.
const Concurrency = 10

// Client sends requests to XRCLOUD. It is safe for concurrent use.
type Client struct {
	endpoint, apiKey, email, password string

	http *http.Client

	mu sync.Mutex
	// token is the bearer token; "" before the login.
	token string
}

// FromEnvironment returns a client for the endpoint and the credentials in the XRCLOUD_… environment variables of lookup, such as os.Getenv.
func FromEnvironment(lookup func(name string) string) *Client {
	transport := &http.Transport{MaxIdleConnsPerHost: Concurrency, IdleConnTimeout: 4 * time.Second}
	return &Client{
		endpoint: lookup("XRCLOUD_ENDPOINT"), apiKey: lookup("XRCLOUD_API_KEY"),
		email: lookup("XRCLOUD_EMAIL"), password: lookup("XRCLOUD_PASSWORD"),
		http: &http.Client{Transport: transport, Timeout: time.Minute},
	}
}

// New returns a client for the service in the environment variables of this process.
func New() *Client { return FromEnvironment(os.Getenv) }

// Object is a project or a scene.
type Object struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Room is a room in a response.
type Room struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Size         int64    `json:"size"`
	Tags         []string `json:"tags"`
	SceneID      string   `json:"sceneId"`
	ReturnURL    string   `json:"returnUrl"`
	URL          RoomURLs `json:"roomUrl"`
	ThumbnailURL string   `json:"thumbnailUrl"`
	CreatedAt    string   `json:"createdAt"`
	UpdatedAt    string   `json:"updatedAt"`
}

// RoomURLs has the permanent URLs of a room.
type RoomURLs struct {
	Public struct {
		Host  string `json:"host"`
		Guest string `json:"guest"`
	} `json:"public"`
}

// RoomInput has the values of a room to create or to update. Only Name, Size and ReturnURL can be updated.
type RoomInput struct {
	ProjectID string   `json:"projectId,omitempty"`
	SceneID   string   `json:"sceneId,omitempty"`
	Name      string   `json:"name"`
	ReturnURL string   `json:"returnUrl"`
	Size      int64    `json:"size"`
	Tags      []string `json:"tags,omitempty"`
}

// CreateProject creates a project with the two images that the service requires.
func (c *Client) CreateProject(ctx context.Context, name string) (Object, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	// A buffer in memory accepts all writes.
	_ = form.WriteField("name", name)
	for _, image := range []string{"favicon", "logo"} {
		part, _ := form.CreateFormFile(image, image+".png")
		_, _ = part.Write([]byte("\x89PNG\r\n\x1a\n"))
	}
	_ = form.Close()
	var project Object
	err := c.sendAsOwner(ctx, http.MethodPost, "/api/projects", form.FormDataContentType(), &body, &project)
	return project, err
}

// Project reads a project.
func (c *Client) Project(ctx context.Context, id string) (Object, error) {
	var project Object
	err := c.sendJSON(ctx, http.MethodGet, "/api/projects/"+id, nil, &project)
	return project, err
}

// DeleteProject deletes a project with all its scenes and rooms.
func (c *Client) DeleteProject(ctx context.Context, id string) error {
	return c.sendAsOwner(ctx, http.MethodDelete, "/api/projects/"+id, "", http.NoBody, nil)
}

// Scene looks up the scene of a project by its name.
func (c *Client) Scene(ctx context.Context, projectID, name string) (Object, error) {
	var page struct {
		Items []Object `json:"items"`
	}
	query := url.Values{"projectId": {projectID}, "name": {name}}
	if err := c.sendJSON(ctx, http.MethodGet, "/api/scenes?"+query.Encode(), nil, &page); err != nil {
		return Object{}, err
	}
	if len(page.Items) != 1 {
		return Object{}, fmt.Errorf("found %d scenes named %q in the project %q, want 1", len(page.Items), name, projectID)
	}
	return page.Items[0], nil
}

// CreateRoom creates a room.
func (c *Client) CreateRoom(ctx context.Context, input RoomInput) (Room, error) {
	var room Room
	err := c.sendJSON(ctx, http.MethodPost, "/api/rooms", input, &room)
	return room, err
}

// Room reads a room.
func (c *Client) Room(ctx context.Context, id string) (Room, error) {
	var room Room
	err := c.sendJSON(ctx, http.MethodGet, "/api/rooms/"+id, nil, &room)
	return room, err
}

// UpdateRoom changes the name, the size and the return URL of a room.
func (c *Client) UpdateRoom(ctx context.Context, id string, input RoomInput) (Room, error) {
	var room Room
	err := c.sendJSON(ctx, http.MethodPatch, "/api/rooms/"+id, input, &room)
	return room, err
}

// DeleteRoom deletes a room.
func (c *Client) DeleteRoom(ctx context.Context, id string) error {
	return c.sendJSON(ctx, http.MethodDelete, "/api/rooms/"+id, nil, nil)
}

// sendJSON sends a request with the API key. A body that is nil is not sent. The response is decoded into result unless that is nil.
func (c *Client) sendJSON(ctx context.Context, method, path string, body, result any) error {
	var content io.Reader = http.NoBody
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(encoded)
	}
	return c.send(ctx, method, path, http.Header{"X-Xrcloud-Api-Key": {c.apiKey}, "Content-Type": {"application/json"}}, content, result)
}

// sendAsOwner sends a request with a bearer token.
func (c *Client) sendAsOwner(ctx context.Context, method, path, contentType string, body io.Reader, result any) error {
	token, err := c.logIn(ctx)
	if err != nil {
		return err
	}
	return c.send(ctx, method, path, http.Header{"Authorization": {"Bearer " + token}, "Content-Type": {contentType}}, body, result)
}

// logIn returns the bearer token. It logs in once.
func (c *Client) logIn(ctx context.Context) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token != "" {
		return c.token, nil
	}
	var tokens struct {
		AccessToken string `json:"accessToken"`
	}
	err := c.sendJSON(ctx, http.MethodPost, "/auth/login", map[string]string{"email": c.email, "password": c.password}, &tokens)
	c.token = tokens.AccessToken
	return c.token, err
}

func (c *Client) send(ctx context.Context, method, path string, header http.Header, body io.Reader, result any) error {
	request, err := http.NewRequestWithContext(ctx, method, c.endpoint+path, body)
	if err != nil {
		return err
	}
	request.Header = header
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: %s\n%s", method, path, response.Status, content)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(content, result)
}
