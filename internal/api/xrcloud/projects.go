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

// Project belongs to an organisation and holds scenes and rooms. Its label is never returned by the service: whether it
// has one shows only in Projects with that label.
type Project struct {
	ID         string  `json:"id"`
	Name       string  `json:"name"`
	WebhookURL *string `json:"webhookUrl"`
	// FaviconURL and LogoURL stay the same when other images are sent.
	FaviconURL string `json:"faviconUrl"`
	LogoURL    string `json:"logoUrl"`
	// CreatedAt and UpdatedAt are RFC 3339 times in UTC, with milliseconds.
	CreatedAt string `json:"createdAt"`
	UpdatedAt string `json:"updatedAt"`
}

func (p Project) id() string        { return p.ID }
func (p Project) createdAt() string { return p.CreatedAt }
func (p Project) problem() string   { return withoutID(p.ID) }

// ProjectInput is what a project is made or changed to.
type ProjectInput struct {
	Name string
	// Label finds the project again. Nil leaves it as it is, an empty one removes it.
	Label *string
	// WebhookURL is told of visits. Empty removes it: a change that does not send the webhook clears it, so that it
	// must be given every time.
	WebhookURL string
	// Favicon and Logo are required on creation; nil leaves them as they are. The service only looks at the name,
	// which must end in .ico, .png, .jpg, .jpeg, .gif, .bmp or .webp.
	Favicon, Logo *File
}

// File is an uploaded image.
type File struct {
	Name    string
	Content []byte
}

// Project reads a project.
func (c *Client) Project(ctx context.Context, id string) (Project, error) {
	request := &transport.Request{Method: http.MethodGet, Path: projectPath(id), Idempotent: true}
	var project Project
	if err := c.checkID(request, "projectId", id); err != nil {
		return project, err
	}
	err := c.call(ctx, anyCredential, request, &project)
	return project, err
}

// Projects lists the projects of the account, or those with a label unless that is empty. Servers take only a bearer
// token for it.
func (c *Client) Projects(ctx context.Context, label string) iter.Seq2[Project, error] {
	query := url.Values{}
	if label != "" {
		query.Set("label", label)
	}
	return list[Project](ctx, c, bearerFirst, "/api/projects", query)
}

// CreateProject makes a project, once, even if the service's answer is lost; it takes only a bearer token. It says
// whether the project was adopted, that is found after that. A label that the account already uses is invalid. After an
// error that is ambiguous the project may exist.
func (c *Client) CreateProject(ctx context.Context, input ProjectInput) (project Project, adopted bool, err error) {
	request := &transport.Request{Method: http.MethodPost, Path: "/api/projects"}
	if err := input.encode(request); err != nil {
		return project, false, err
	}
	label := ""
	if input.Label != nil {
		label = *input.Label
	}
	project, adopted, err = creation[Project]{
		client: c,
		kind:   "project",
		// The service never returns the label: a search without one finds the projects of all labels.
		group: fmt.Sprintf("%q %q", input.Name, input.WebhookURL),
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
	c.adviseOnLabel(ctx, err, label)
	return project, adopted, err
}

// adviseOnLabel adds to the refusal of a label which project has it, and how to manage that one.
func (c *Client) adviseOnLabel(ctx context.Context, err error, label string) {
	failure, ok := errors.AsType[*transport.Error](err)
	if !ok || failure.Status != http.StatusConflict || label == "" {
		return
	}
	for project, err := range c.Projects(ctx, label) {
		if err != nil {
			break
		}
		failure.Advice = c.transport.Secrets.Scrub(fmt.Sprintf("The project %q (%s) has this label. To manage it, run \"terraform import ADDRESS %[2]s\" with the address of this resource, "+
			"such as xrcloud_project.example. To create another project, set another label.", project.Name, project.ID))
		return
	}
	failure.Advice = "Another project of the account has this label. Import that project, or set another label."
}

// matches reports whether a project could have been created with the input, as far as the service tells.
func (p ProjectInput) matches(project Project) bool {
	webhook := ""
	if project.WebhookURL != nil {
		webhook = *project.WebhookURL
	}
	return project.Name == p.Name && webhook == p.WebhookURL
}

// UpdateProject changes a project; it takes only a bearer token. Here the service does not refuse a label in use.
func (c *Client) UpdateProject(ctx context.Context, id string, input ProjectInput) (Project, error) {
	var project Project
	request := &transport.Request{Method: http.MethodPatch, Path: projectPath(id), Idempotent: true}
	if err := c.checkID(request, "projectId", id); err != nil {
		return project, err
	}
	if err := input.encode(request); err != nil {
		return project, err
	}
	err := c.call(ctx, bearerOnly, request, &project)
	return project, err
}

// DeleteProject deletes a project with all its scenes and all rooms that stand on them, without asking. It takes only
// a bearer token.
func (c *Client) DeleteProject(ctx context.Context, id string) error {
	return c.remove(ctx, bearerOnly, projectPath(id), "projectId", id)
}

func projectPath(id string) string { return "/api/projects/" + url.PathEscape(id) }

// encode writes the input as multipart/form-data, the only form that the service reads.
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
	if err == nil && p.WebhookURL != "" {
		err = write("webhookUrl", p.WebhookURL)
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

// printable replaces what would break the head of a form's part.
func printable(r rune) rune {
	if unicode.IsControl(r) {
		return '_'
	}
	return r
}
