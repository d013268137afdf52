package xrcloud

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// Project belongs to an organisation and has scenes and rooms. The service never returns its label. Only a list of the projects
// with that label shows whether the project has it.
type Project struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// WebhookURL is nil if the project has no webhook.
	WebhookURL *string `json:"webhookUrl"`
	// FaviconURL and LogoURL do not change if other images are sent.
	FaviconURL string `json:"faviconUrl"`
	LogoURL    string `json:"logoUrl"`
	// CreatedAt and UpdatedAt are RFC 3339 times in UTC, with milliseconds.
	CreatedAt string `json:"createdAt"`
	UpdatedAt string `json:"updatedAt"`
}

func (p Project) id() string        { return p.ID }
func (p Project) createdAt() string { return p.CreatedAt }

// ObjectID returns the ID of the project.
func (p Project) ObjectID() string { return p.ID }

// Validate returns an error if the project has no ID.
func (p Project) Validate() error { return requireID(p.ID) }

// ProjectInput has the values of a new project, or the new values of a project.
type ProjectInput struct {
	Name string
	// Label is a string by which projects can be listed. An update with nil keeps the label, and one with "" removes it.
	Label *string
	// WebhookURL is the URL that the service posts visits to; nil means no webhook. An update without it removes the webhook,
	// so it must be sent with every update.
	WebhookURL *string
	// Favicon and Logo are required for a new project. An update with nil keeps the image. The service checks only that the
	// name ends in .ico, .png, .jpg, .jpeg, .gif, .bmp or .webp.
	Favicon, Logo *File
}

// File is an image that is uploaded.
type File struct {
	Name    string
	Content []byte
}

// Project reads a project.
func (c *Client) Project(ctx context.Context, id string) (Project, error) {
	request := &transport.Request{Method: http.MethodGet, Path: projectPath(id), ObjectID: id, Idempotent: true, Shared: true}
	var project Project
	if err := c.checkID(request, "projectId", id); err != nil {
		return project, err
	}
	err := c.call(ctx, anyCredential, request, &project)
	return project, err
}

// Projects lists the projects of the account. If label is not empty, it lists those with that label. Servers accept a bearer
// token only.
func (c *Client) Projects(ctx context.Context, label string) iter.Seq2[Project, error] {
	query := url.Values{}
	if label != "" {
		query.Set("label", label)
	}
	return list[Project](ctx, c, bearerFirst, projectsPath, query)
}

// CreateProject creates a project, once, even if the response is lost. It accepts a bearer token only. adopted is true if the
// project was found after a lost response. A label of another project of the account is invalid. After an ambiguous error the
// project may exist.
func (c *Client) CreateProject(ctx context.Context, input ProjectInput) (project Project, adopted bool, err error) {
	request := &transport.Request{Method: http.MethodPost, Path: projectsPath}
	if err := input.encode(request); err != nil {
		return project, false, err
	}
	label := valueOf(input.Label)
	project, adopted, err = creation[Project]{
		client: c,
		kind:   "project",
		// The service never returns the label: a search without one finds the projects of all labels.
		group: fmt.Sprintf("%q %q", input.Name, valueOf(input.WebhookURL)),
		part:  label,
		post: func(ctx context.Context) (Project, error) {
			var project Project
			err := c.call(ctx, bearerOnly, request, &project)
			return project, err
		},
		list:    func(ctx context.Context) iter.Seq2[Project, error] { return c.Projects(ctx, label) },
		matches: input.matches,
		project: Project.id,
	}.do(ctx)
	if failure, ok := errors.AsType[*transport.Error](err); ok && failure.Status == http.StatusConflict && label != "" {
		failure.Fields = []transport.FieldError{{Field: "label", Message: failure.Message, Conflict: c.projectWithLabel(ctx, label)}}
	}
	return project, adopted, err
}

// projectWithLabel returns the project that has a label in use. Its ID is empty if the project cannot be found.
func (c *Client) projectWithLabel(ctx context.Context, label string) *transport.ConflictingObject {
	for project, err := range c.Projects(ctx, label) {
		if err != nil {
			break
		}
		return &transport.ConflictingObject{Kind: "project", ID: project.ID, Name: c.transport.Secrets.Scrub(project.Name)}
	}
	return &transport.ConflictingObject{Kind: "project"}
}

// matches reports whether a project could have been created with the input. The service does not return the label.
func (p ProjectInput) matches(project Project) bool {
	return project.Name == p.Name && valueOf(project.WebhookURL) == valueOf(p.WebhookURL)
}

// valueOf returns the string that a pointer points to, or "" for nil.
func valueOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// UpdateProject changes a project. It accepts a bearer token only. The service does not refuse a label in use here.
func (c *Client) UpdateProject(ctx context.Context, id string, input ProjectInput) (Project, error) {
	var project Project
	request := &transport.Request{Method: http.MethodPatch, Path: projectPath(id), ObjectID: id, Idempotent: true}
	if err := c.checkID(request, "projectId", id); err != nil {
		return project, err
	}
	if err := input.encode(request); err != nil {
		return project, err
	}
	err := c.call(ctx, bearerOnly, request, &project)
	return project, err
}

// DeleteProject deletes a project with all its scenes, and all rooms on them. It accepts a bearer token only.
func (c *Client) DeleteProject(ctx context.Context, id string) error {
	return c.deleteObject(ctx, bearerOnly, projectPath(id), "projectId", id)
}

const projectsPath = "/api/projects"

func projectPath(id string) string { return projectsPath + "/" + url.PathEscape(id) }

// encode sets the body of a request to the input as multipart/form-data, the only form that the service accepts.
func (p ProjectInput) encode(request *transport.Request) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	write := func(field, value string) error { return form.WriteField(field, value) }
	attach := func(field string, file *File) error {
		part, err := form.CreateFormFile(field, strings.Map(printable, file.Name))
		if err != nil {
			return err
		}
		_, err = part.Write(file.Content)
		return err
	}
	err := write("name", p.Name)
	if err == nil && p.Label != nil && (*p.Label != "" || request.Method == http.MethodPatch) {
		err = write("label", *p.Label)
	}
	if err == nil && p.WebhookURL != nil {
		err = write("webhookUrl", *p.WebhookURL)
	}
	if err == nil && p.Favicon != nil {
		err = attach("favicon", p.Favicon)
	}
	if err == nil && p.Logo != nil {
		err = attach("logo", p.Logo)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		return fmt.Errorf("encode the project %q: %w", p.Name, err)
	}
	request.Body, request.ContentType = body.Bytes(), form.FormDataContentType()
	return nil
}

// printable replaces characters that would break the header of a part of a form.
func printable(r rune) rune {
	if unicode.IsControl(r) {
		return '_'
	}
	return r
}
