// Package server combines all emulated services in one http.Handler: Venueless, VCS and the whiteboard below a prefix, and
// XRCLOUD at all other paths. It adds pages for people, and what rehearsals need: a log of the requests, delays and faults.
package server

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/pages"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/requestlog"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// The prefixes of the companion services. XRCLOUD has all other paths.
const (
	venuelessPrefix  = "/venueless"
	vcsPrefix        = "/vcs"
	whiteboardPrefix = "/whiteboard"
)

// Options configure the server. The zero value keeps its data in memory and has one account of XRCLOUD without limits.
type Options struct {
	// Data is the path of the file that keeps all data. If empty, the data is kept in memory.
	Data string
	// Accounts, SeparateAccounts, MaxRooms, MaxRoomSize, SeedScenes, TokenLifetime and Published are options of XRCLOUD, see
	// emulator.Options.
	Accounts         []emulator.Account
	SeparateAccounts bool
	MaxRooms         int
	MaxRoomSize      int
	SeedScenes       []string
	TokenLifetime    time.Duration
	Published        bool
	// Faults are faults for rehearsals. Each has a method, a path, and words that say what happens, separated by spaces:
	//
	//   - status=503 responds with the status and does not handle the request.
	//   - reset resets the connection and does not handle the request.
	//   - lost handles the request, and then resets the connection.
	//   - cut handles the request, and closes the connection after half of the response.
	//   - slow=5s delays the request. It can be combined with one of the others.
	//   - times=2 limits the fault to two requests. skip=1 skips the first one.
	//
	// The method * is any method. In a path, * is one segment, and at its end one or more. Without a path of one of the
	// services, a fault is an error.
	Faults []string
	// Delay is added to each response of the services.
	Delay time.Duration
	// AllowRemote lets other machines see the pages, and this machine under any name.
	AllowRemote bool
	// Report is called with each request to the services when it was handled. Nil ignores them.
	Report func(requestlog.Entry)
	// Logger receives internal errors, never credentials. Nil discards them.
	Logger *slog.Logger
}

// Server serves all emulated services. Its methods are safe for concurrent use.
type Server struct {
	xrcloud    *emulator.Service
	venueless  *venueless.Service
	vcs        *vcs.Service
	whiteboard *whiteboard.Service
	pages      *pages.Pages
	handler    http.Handler
	db         *storage.DB
	// requests counts the requests in flight.
	requests sync.WaitGroup
}

// service is an emulated service at its place in the server.
type service interface {
	http.Handler
	Routes() []string
}

// New starts all services. It fails if the data file cannot be used, or if a fault is invalid.
func New(options Options) (*Server, error) {
	db, err := storage.Open(options.Data)
	if err != nil {
		return nil, err
	}
	s := &Server{db: db}
	if err := s.start(options); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// start starts the services, and builds the handler.
func (s *Server) start(options Options) error {
	var err error
	if s.xrcloud, err = emulator.New(emulator.Options{
		DB: s.db, Accounts: options.Accounts, SeparateAccounts: options.SeparateAccounts,
		MaxRooms: options.MaxRooms, MaxRoomSize: options.MaxRoomSize, SeedScenes: options.SeedScenes,
		TokenLifetime: options.TokenLifetime, Published: options.Published, Logger: options.Logger,
	}); err != nil {
		return err
	}
	world := venueless.World{ID: "fair", Title: "Fair", Domain: "fair.example.com", Grants: venueless.APIUserGrants()}
	if s.venueless, err = venueless.New(venueless.Options{DB: s.db, Worlds: []venueless.World{world}}); err != nil {
		return err
	}
	if s.vcs, err = vcs.New(vcs.Options{DB: s.db}); err != nil {
		return err
	}
	if s.whiteboard, err = whiteboard.New(whiteboard.Options{DB: s.db}); err != nil {
		return err
	}
	var faults faultserver.Faults
	for _, spec := range options.Faults {
		fault, err := parseFault(spec, s.routes())
		if err != nil {
			return fmt.Errorf("fault %q: %w", spec, err)
		}
		faults.Inject(fault)
	}
	log := requestlog.New(time.Now, options.Report)
	s.pages = pages.New(pages.Options{
		XRCLOUD: s.xrcloud, Venueless: s.venueless, VCS: s.vcs, Whiteboard: s.whiteboard, Log: log,
		Environment: s.environment, AllowRemote: options.AllowRemote,
	})
	s.handler = log.Handler(delay(options.Delay, faults.Handler(http.HandlerFunc(s.serve))))
	return s.db.StartSaving()
}

// environment returns the variables that the overview shows.
func (s *Server) environment(baseURL string) []pages.Variable {
	ready, err := s.Ready(baseURL)
	if err != nil {
		return nil // the ready line would have failed, too
	}
	return ready.Environment()
}

// ServeHTTP handles one request. Requests for pages are neither logged nor delayed, and have no faults.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.requests.Add(1)
	defer s.requests.Done()
	if s.pages.Handles(r) {
		s.pages.ServeHTTP(w, r)
		return
	}
	s.handler.ServeHTTP(w, r)
}

// EndStreams ends the responses of pages that follow changes, which otherwise end only when the browser closes them.
func (s *Server) EndStreams() { s.pages.Close() }

// Close waits for requests in flight, and closes the data file. http.Server.Shutdown does not wait for requests whose connection a fault has
// reset: they still store objects and write to the log.
func (s *Server) Close() error {
	s.requests.Wait()
	return s.db.Close()
}

// byPrefix returns the services by their prefixes.
func (s *Server) byPrefix() map[string]service {
	return map[string]service{"": s.xrcloud, venuelessPrefix: s.venueless, vcsPrefix: s.vcs, whiteboardPrefix: s.whiteboard}
}

// serve handles a request to a service. The service gets the path without its prefix.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	prefix := ""
	if first, _, isLonger := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/"); isLonger {
		prefix = "/" + first
	}
	at, isCompanion := s.byPrefix()[prefix]
	if !isCompanion {
		s.xrcloud.ServeHTTP(w, r)
		return
	}
	http.StripPrefix(prefix, at).ServeHTTP(w, r)
}

// routes returns the method and the path of each route of all services.
func (s *Server) routes() []route {
	var routes []route
	for prefix, at := range s.byPrefix() {
		for _, pattern := range at.Routes() {
			method, path, _ := strings.Cut(pattern, " ")
			routes = append(routes, route{method: method, segments: segmentsOf(prefix + path)})
		}
	}
	return routes
}

// delay delays each request, or until the client closes the connection.
func delay(by time.Duration, next http.Handler) http.Handler {
	if by == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(by):
		case <-r.Context().Done():
		}
		next.ServeHTTP(w, r)
	})
}
