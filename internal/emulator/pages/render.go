package pages

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

var (
	//go:embed templates/*.html
	templateFiles embed.FS
	//go:embed static/style.css
	style string
	//go:embed static/pages.js
	script string
	//go:embed static/icon.svg
	icon string
)

// page is what a handler shows, or where it sends the browser.
type page struct {
	// template is the file of the template, without ".html".
	template string
	title    string
	data     any
	// live is true if the page follows changes.
	live bool
	// redirect is the path and query to open in place of a page.
	redirect string
}

// handler handles a request for a page. It can set headers.
type handler func(w http.ResponseWriter, r *http.Request) (*page, error)

// problem is an error that a page explains.
type problem struct {
	Status int
	Title  string
	// Text says what happened, and what to do.
	Text string
}

func (p *problem) Error() string { return p.Title }

// layout is the data of the template "layout".
type layout struct {
	Title string
	Path  string
	Live  bool
	Data  any
}

// setSecurityHeaders sets the headers of every response. The URL of a host is a secret, which must not reach other websites
// as the Referer. The policy "no-referrer" would also replace the Origin of forms by "null", so that they could not be told
// from those of other websites.
func setSecurityHeaders(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "+
		"form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// page returns an http.Handler that shows the page of a handler, or its problem.
func (p *Pages) page(handle handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status := http.StatusOK
		shown, err := handle(w, r)
		if err != nil {
			explained, ok := errors.AsType[*problem](err)
			if !ok {
				explained = &problem{http.StatusInternalServerError, "The emulator failed", err.Error()}
			}
			status, shown = explained.Status, &page{template: "problem", title: explained.Title, data: explained}
		}
		if shown.redirect != "" {
			http.Redirect(w, r, shown.redirect, http.StatusSeeOther)
			return
		}
		var body bytes.Buffer
		if err := templates[shown.template].Execute(&body, layout{shown.title, r.URL.Path, shown.live, shown.data}); err != nil {
			http.Error(w, "The emulator cannot show this page: "+err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write(body.Bytes()) // fails if the browser has closed the connection
	})
}

// explainMissing returns the problem if the service did not find an object. Other errors stay: changes could not be saved.
func explainMissing(err error, missing *problem) error {
	if failed, ok := errors.AsType[*httpapi.Error](err); ok && failed.Status == http.StatusNotFound {
		return missing
	}
	return err
}

func notFoundPage(http.ResponseWriter, *http.Request) (*page, error) {
	return nil, &problem{http.StatusNotFound, "There is no page here", "Check the URL, or start from the overview."}
}

func wrongMethod(allowed string) handler {
	return func(w http.ResponseWriter, r *http.Request) (*page, error) {
		w.Header().Set("Allow", allowed)
		return nil, &problem{
			http.StatusMethodNotAllowed, "This request has the wrong method",
			fmt.Sprintf("This path accepts only %s, and the request was %s. Start from the overview, and use its links and buttons.", allowed, clip(16, r.Method)),
		}
	}
}

// assets are the files that pages load, by name.
var assets = map[string]struct{ contentType, content string }{
	"style.css": {"text/css; charset=utf-8", style},
	"pages.js":  {"text/javascript; charset=utf-8", script},
	"icon.svg":  {"image/svg+xml", icon},
}

func (p *Pages) asset(w http.ResponseWriter, r *http.Request) {
	found, ok := assets[r.PathValue("asset")]
	if !ok {
		p.page(notFoundPage).ServeHTTP(w, r)
		return
	}
	w.Header().Set("Content-Type", found.contentType)
	_, _ = io.WriteString(w, found.content) // fails if the browser has closed the connection
}

// templates has each page's template by its name, within the layout.
var templates = func() map[string]*template.Template {
	functions := template.FuncMap{
		"clip":        clip,
		"date":        func(t time.Time) string { return t.UTC().Format(time.DateOnly) },
		"stamp":       func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"span":        span,
		"timeOfDay":   func(t time.Time) string { return t.UTC().Format(time.TimeOnly) },
		"statusClass": statusClass,
	}
	shared := template.Must(template.New("layout.html").Funcs(functions).ParseFS(templateFiles, "templates/layout.html"))
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		panic(err)
	}
	all := map[string]*template.Template{}
	for _, name := range names {
		own := template.Must(template.Must(shared.Clone()).ParseFS(templateFiles, name))
		all[path.Base(name[:len(name)-len(".html")])] = own
	}
	return all
}()

// statusClass returns the class of the pill with a status.
func statusClass(status int) string {
	switch {
	case status == 0 || status >= http.StatusInternalServerError:
		return "bad"
	case status >= http.StatusBadRequest:
		return "warn"
	default:
		return "ok"
	}
}

// clip returns a text that has at most limit characters.
func clip(limit int, text string) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	return string(runes[:limit-1]) + "…"
}

// span returns a duration in its two largest units.
func span(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "<1 ms"
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return strings.TrimSuffix(fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60), " 0 s")
	default:
		return strings.TrimSuffix(fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60), " 0 min")
	}
}
