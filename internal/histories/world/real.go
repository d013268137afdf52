package world

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// RealService is a real service of XRCLOUD that a world has in place of the emulator. The world has only the projects that are created
// through it, and what is in them.
type RealService struct {
	Endpoint *url.URL
	// Account is the account of the user. There is no other one.
	Account emulator.Account
	// Objects returns those of the projects with these IDs that exist, with their scenes and rooms.
	Objects func(projectIDs []string) []Object
	// PublishScene publishes a scene in a project, and returns its ID. The service chooses its name.
	PublishScene func(projectID string) (sceneID string, err error)
	// MostObjects is the number of projects and rooms that can be created. The world refuses to create more.
	MostObjects int
}

// NewWithService is NewOnLoopback with a real service of XRCLOUD.
func NewWithService(to RealService) (*World, error) {
	w := newWorld(Options{})
	if err := w.startServices(); err != nil {
		return nil, err
	}
	proxy := &realProxy{RealService: to, world: w}
	w.publish = func(projectID, _ string) (string, error) { return to.PublishScene(projectID) }
	s := w.serviceNamed(xrcloud)
	s.handler = proxy.handler()
	s.objects = func() []Object { return to.Objects(proxy.created()) }
	return w.startServers(onLoopback)
}

// realProxy passes requests on to a real service. Its clients have the credentials of the world, which it replaces.
type realProxy struct {
	RealService
	world *World

	mu sync.Mutex
	// projects are the IDs of the projects that were created, and number counts them and the rooms.
	projects []string
	number   int
}

func (p *realProxy) created() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.projects)
}

// toReal and toWorld replace the credentials of the world with those of the account, and back.
func (p *realProxy) toReal(text string) string {
	return strings.NewReplacer(accounts[0].APIKey, p.Account.APIKey, accounts[0].Email, p.Account.Email, accounts[0].Password, p.Account.Password).Replace(text)
}

func (p *realProxy) toWorld(text string) string {
	return strings.NewReplacer(p.Account.APIKey, accounts[0].APIKey, p.Account.Email, accounts[0].Email).Replace(text)
}

// handler returns the handler of the service.
func (p *realProxy) handler() http.Handler {
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(p.Endpoint)
			r.Out.Header.Del("Accept-Encoding") // the body is read
			for _, values := range r.Out.Header {
				for i := range values {
					values[i] = p.toReal(values[i])
				}
			}
		},
		ModifyResponse: p.receive,
	}
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if reason := p.refusal(r); reason != "" {
			http.Error(rw, `{"message":"`+reason+`","statusCode":403}`, http.StatusForbidden)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(rw, err.Error(), http.StatusBadRequest)
			return
		}
		if r.URL.Path == loginPath {
			body = []byte(p.toReal(string(body)))
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		proxy.ServeHTTP(rw, r)
	})
}

// refusal returns the reason not to send a request to the service, or "": it would change an object that is not the world's, or create more
// objects than the world may have.
func (p *realProxy) refusal(r *http.Request) string {
	found, id := operationOf(xrcloud, r)
	p.mu.Lock()
	defer p.mu.Unlock()
	switch found.effect {
	case creates:
		p.number++
		if p.number > p.MostObjects {
			return "the history creates too many objects"
		}
	case reads, lists:
	case updates, deletes:
		p.world.mu.Lock()
		defer p.world.mu.Unlock()
		if _, isOwn := p.world.existing[objectKey{found.typ, id}]; !isOwn {
			return "the object is not one of the history"
		}
	}
	return ""
}

// receive replaces the credentials in a response, and notices new projects.
func (p *realProxy) receive(response *http.Response) error {
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if err := response.Body.Close(); err != nil {
		return err
	}
	text := p.toWorld(string(body))
	response.Body = io.NopCloser(strings.NewReader(text))
	response.ContentLength = int64(len(text))
	response.Header.Set("Content-Length", strconv.Itoa(len(text)))
	if found, _ := operationOf(xrcloud, response.Request); found.name == "create project" {
		var created struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(body, &created) == nil && created.ID != "" {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.projects = append(p.projects, created.ID)
		}
	}
	return nil
}
