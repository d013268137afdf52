// Package whiteboard emulates Agora Interactive Whiteboard: an http.Handler that keeps rooms by region, and accepts only
// tokens with a valid signature, time of expiry and role.
//
// There is no recording of the real service. The emulator follows the published pages and Agora's samples.
package whiteboard

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// Options configure the service.
type Options struct {
	// Apps are the whiteboard projects. They do not see each other's rooms.
	Apps []App
	// HideRoomsOfOtherApps returns 404 for a room of another app. By default it is 403. The published pages do not say
	// which it is.
	HideRoomsOfOtherApps bool
	// DisableRecording sets isRecord to false in every new room.
	DisableRecording bool
	// WrapResponses sends bodies as {"status":…,"body":…}, as in the examples of the published page.
	WrapResponses bool
	// LegacyResponses follows older pages: rooms have no appUUID, and the status of new tokens is 200.
	LegacyResponses bool
	// Now is the clock of the service. Nil is time.Now.
	Now func() time.Time
}

// App is a whiteboard project with its key pair.
type App struct {
	AccessKey string
	SecretKey string
	UUID      string
}

// Service is the emulated service. Its methods are safe for concurrent use.
type Service struct {
	options Options
	mux     *http.ServeMux

	mu sync.Mutex
	// rooms are the rooms of each region, ordered by UUID.
	rooms map[string][]Room
}

// New starts a service without rooms.
func New(options Options) *Service {
	if options.Now == nil {
		options.Now = time.Now
	}
	options.Apps = slices.Clone(options.Apps)
	s := &Service{options: options, rooms: map[string][]Room{}}
	s.mux = s.routes()
	return s
}

// SetApp adds an app, or changes the keys of the app with the same UUID. Its rooms stay. Tokens that were signed with the
// old keys become invalid.
func (s *Service) SetApp(app App) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.options.Apps, func(known App) bool { return known.UUID == app.UUID })
	if i < 0 {
		s.options.Apps = append(s.options.Apps, app)
		return
	}
	s.options.Apps[i] = app
}

func (s *Service) findApp(accessKey string) (App, bool) {
	i := slices.IndexFunc(s.options.Apps, func(app App) bool { return app.AccessKey == accessKey })
	if i < 0 {
		return App{}, false
	}
	return s.options.Apps[i], true
}
