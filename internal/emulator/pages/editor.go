package pages

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// callbackTimeout is how long the editor waits for the response to a callback.
const callbackTimeout = 5 * time.Second

var errExpiredEditor = &problem{
	http.StatusNotFound, "This link to the scene editor has expired",
	"Each link is new in each response of the service, and the emulator forgets them when it stops. " +
		"Use a link of the overview, or read the scene or the creation URL again, for example with “terraform apply -refresh-only”.",
}

// editorPage is the data of the template "editor".
type editorPage struct {
	CSRF string
	// LinkID is the ID of the link to the editor.
	LinkID  string
	Project emulator.ProjectOverview
	// Scene is the scene to change. It has no ID if it is a new one.
	Scene   emulator.SceneOverview
	Creator string
	// CallbackHost is the host to which the editor posts the ID of the scene. It can be empty.
	CallbackHost string
	Looks        []look
	MaxName      int
}

// openEditor leads to the editor for the scene with the ID, or for a new scene in the project with the ID.
func (p *Pages) openEditor(_ http.ResponseWriter, r *http.Request) (*page, error) {
	path, err := p.options.XRCLOUD.NewEditorLink(r.PathValue("id"))
	if err != nil {
		return nil, explainMissing(err, &problem{http.StatusNotFound, "There is no scene here", "The scene or its project was deleted. The overview has the other ones."})
	}
	return &page{redirect: path}, nil
}

func (p *Pages) editor(w http.ResponseWriter, r *http.Request) (*page, error) {
	id := r.URL.Query().Get("optId")
	link, ok := p.options.XRCLOUD.EditorLink(id)
	if !ok {
		return nil, errExpiredEditor
	}
	if needsReload(r) {
		return &page{template: "reload", title: "Scene editor", data: r.URL.RequestURI()}, nil
	}
	data := editorPage{
		LinkID: id, CSRF: p.forms.token(browser(w, r)), Creator: link.Creator, CallbackHost: hostOf(link.Callback), Looks: looks, MaxName: maxName,
	}
	for _, project := range p.options.XRCLOUD.Overview() {
		if project.ID == link.ProjectID {
			data.Project = project
		}
	}
	if i := slices.IndexFunc(data.Project.Scenes, func(s emulator.SceneOverview) bool { return s.ID == link.SceneID }); i >= 0 {
		data.Scene, data.Creator = data.Project.Scenes[i], data.Project.Scenes[i].Creator
	}
	if data.Project.Name == "" && data.Project.ID == "" || data.Scene.ID != link.SceneID {
		return nil, errExpiredEditor // it was deleted
	}
	title := "Create a scene"
	if data.Scene.ID != "" {
		title = "Change a scene"
	}
	return &page{template: "editor", title: title, data: data}, nil
}

// Chosen reports whether the look is selected at first.
func (e editorPage) Chosen(id string) bool {
	known := slices.ContainsFunc(looks, func(l look) bool { return l.ID == e.Scene.Template })
	return id == e.Scene.Template || !known && id == looks[0].ID
}

// publishedPage is the data of the template "published".
type publishedPage struct {
	Scene emulator.SceneOverview
	// EditorPath leads back to the editor.
	EditorPath string
	IsNew      bool
	Callback   *callbackResult
}

func (p *Pages) publish(w http.ResponseWriter, r *http.Request) (*page, error) {
	fields, _, err := p.forms.read(w, r)
	if err != nil {
		return nil, err
	}
	title, err := name(fields, "name", "The name of the scene", "")
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(looks, func(l look) bool { return l.ID == fields.Get("template") }) {
		return nil, badForm("The template does not exist. Go back, choose one of those on the page, and send the form again.")
	}
	before, _ := p.options.XRCLOUD.EditorLink(fields.Get("link"))
	link, err := p.options.XRCLOUD.PublishFromEditor(fields.Get("link"), title, fields.Get("template"))
	if err != nil {
		return nil, explainMissing(err, errExpiredEditor)
	}
	p.reportChange()
	data := publishedPage{
		Scene:      p.findScene(func(s emulator.SceneOverview) bool { return s.ID == link.SceneID }),
		EditorPath: "/-/editor/" + link.SceneID, IsNew: before.SceneID == "",
	}
	if link.Callback != "" {
		data.Callback = p.callBack(r.Context(), link.Callback, link.SceneID)
	}
	return &page{template: "published", title: "Scene published", data: data}, nil
}

// callbackResult is what came of a callback.
type callbackResult struct {
	Host string
	// OK is true if the receiver has accepted it.
	OK bool
	// Text says what came of it, and what to do.
	Text string
}

// callBack posts the ID of a published scene, as the service does. It goes on if the browser closes the connection. It does
// not show the URL, which can have a secret.
func (p *Pages) callBack(ctx context.Context, target, sceneID string) *callbackResult {
	result := &callbackResult{Host: hostOf(target)}
	if result.Host == "" {
		result.Text = "It was not sent, because the callback is not an http or https URL. Request a creation URL with a complete one, such as https://example.com/scenes."
		return result
	}
	status, err := p.post(ctx, target, sceneID)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		result.Text = fmt.Sprintf("It got no response within %d seconds. Check that the receiver runs, and publish again.", int(callbackTimeout.Seconds()))
	case err != nil:
		result.Text = "It could not be sent: " + err.Error() + ". Check that the receiver runs, and publish again."
	case status >= http.StatusMultipleChoices && status < http.StatusBadRequest:
		result.Text = fmt.Sprintf("It was answered with status %d, a redirect, which is not followed. Request a creation URL with the final URL.", status)
	case status >= http.StatusBadRequest:
		result.Text = fmt.Sprintf("It was refused with status %d (%s). Check the receiver, and publish again.", status, http.StatusText(status))
	default:
		result.OK, result.Text = true, fmt.Sprintf("It was accepted with status %d.", status)
	}
	return result
}

func (p *Pages) post(ctx context.Context, target, sceneID string) (status int, err error) {
	body, err := json.Marshal(map[string]string{"sceneId": sceneID})
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callbackTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	client := http.Client{
		Transport:     p.options.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		if inner, ok := errors.AsType[*url.Error](err); ok {
			err = inner.Err // the outer one has the URL
		}
		return 0, err
	}
	return response.StatusCode, response.Body.Close()
}

// hostOf returns the host of an http or https URL, or nothing.
func hostOf(text string) string {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return ""
	}
	return parsed.Host
}
