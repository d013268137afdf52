// Package pages serves the HTML pages of the emulator: what the services have, a room as its visitors see it, the scene
// editor, and what was requested. Every link that the XRCLOUD service hands out opens one of them in a browser.
//
// The pages work without script. With it, they show changes as they happen.
package pages

import (
	"cmp"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/requestlog"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// Options configure the pages.
type Options struct {
	XRCLOUD *emulator.Service
	// Venueless, VCS and Whiteboard can be nil. The overview then omits them.
	Venueless  *venueless.Service
	VCS        *vcs.Service
	Whiteboard *whiteboard.Service
	// Log has the requests to the services.
	Log *requestlog.Log
	// Environment returns the environment variables with which the provider uses the emulator at a base URL, in the order in
	// which the overview shows them, behind a click. Nil shows none.
	Environment func(baseURL string) []Variable
	// AllowRemote answers requests for any host. By default, the pages answer only if the host is a loopback name or address,
	// so that no website can read them by giving its own name the address of this machine.
	AllowRemote bool
	// Transport sends the callbacks of published scenes. Nil is http.DefaultTransport.
	Transport http.RoundTripper
	// Now is the clock of the pages. Nil is time.Now.
	Now func() time.Time
}

// Variable is an environment variable.
type Variable struct {
	Name  string
	Value string
}

// Pages serves the pages. Its methods are safe for concurrent use.
type Pages struct {
	options Options
	forms   forms
	// reserved routes the paths below reservedPrefix, site all others.
	reserved *http.ServeMux
	site     *http.ServeMux

	// close closes closed, once.
	close  func()
	closed chan struct{}

	// visits serializes what visitors do, so that a check of the size of a room holds when the visit is logged.
	visits sync.Mutex

	mu sync.Mutex
	// changed is closed at the next change that the pages make.
	changed chan struct{}
	names   visitorNames
}

// New returns the pages of the services.
func New(options Options) *Pages {
	if options.Now == nil {
		options.Now = time.Now
	}
	options.Transport = cmp.Or(options.Transport, http.DefaultTransport)
	p := &Pages{options: options, forms: newForms(), closed: make(chan struct{}), changed: make(chan struct{})}
	p.close = sync.OnceFunc(func() { close(p.closed) })
	p.routes()
	return p
}

// Close ends the streams of events, which otherwise end only when the browser closes them.
func (p *Pages) Close() { p.close() }

// reservedPrefix is the prefix of paths that no service has.
const reservedPrefix = "/-/"

func (p *Pages) routes() {
	p.site, p.reserved = http.NewServeMux(), http.NewServeMux()
	for path, show := range map[string]handler{
		"/{$}":                         p.overview,
		"/venueless/{$}":               p.worlds,
		"/venueless":                   p.worlds,
		"/spoke/projects/{project...}": p.editor,
		"/{sid}/{slug}":                p.room,
		"/{sid}/{$}":                   p.room,
		"/{sid}":                       notFoundPage, // ServeMux would redirect it to "/{sid}/"
		"/":                            notFoundPage,
	} {
		p.site.Handle("GET "+path, p.page(show))
	}
	p.site.HandleFunc("GET /files/{file}", p.thumbnail)

	handle := func(method, path string, serve http.Handler) {
		p.reserved.Handle(method+" "+path, serve)
		p.reserved.Handle(path, p.page(wrongMethod(method)))
	}
	handle("GET", "/-/requests", p.page(p.requests))
	handle("GET", "/-/rooms/{id}", p.page(p.roomLog))
	handle("GET", "/-/editor/{id}", p.page(p.openEditor))
	handle("GET", "/-/events", http.HandlerFunc(p.events))
	handle("GET", "/-/preview/{template}", http.HandlerFunc(p.preview))
	handle("GET", "/-/assets/{asset}", http.HandlerFunc(p.asset))
	handle("POST", "/-/enter", p.page(p.enter))
	handle("POST", "/-/leave", p.page(p.leave))
	handle("POST", "/-/publish", p.page(p.publish))
	p.reserved.Handle("/", p.page(notFoundPage))
}

// ServeHTTP handles a request for which Handles returns true.
func (p *Pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setSecurityHeaders(w.Header())
	switch {
	case !p.options.AllowRemote && !isLoopback(r.Host):
		refuseHost(w)
	case strings.HasPrefix(r.URL.Path, reservedPrefix):
		p.reserved.ServeHTTP(w, r)
	default:
		p.site.ServeHTTP(w, r)
	}
}

// reportChange tells the pages that are open in a browser that something has changed.
func (p *Pages) reportChange() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.changed)
	p.changed = make(chan struct{})
}

// nextChange returns a channel that is closed at the next change that the pages make.
func (p *Pages) nextChange() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changed
}
