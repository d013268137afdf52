// Package whiteboard emulates Agora Interactive Whiteboard: an http.Handler that keeps rooms in a database, and accepts only
// tokens with a valid signature, time of expiry and role.
//
// There is no recording of the real service. The emulator follows the published pages and Agora's samples.
package whiteboard

import (
	"cmp"
	"fmt"
	"net/http"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// Options configure the service.
type Options struct {
	// DB keeps the data of the service. Nil is a new one in memory.
	DB *storage.DB
	// Apps are set with SetApp when the service starts, in addition to those in the database. They do not see each other's
	// rooms. Without any, there is one app, with random keys if it is new. Credentials returns the first app.
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

// Service is the emulated service. Its methods are safe for concurrent use.
type Service struct {
	options Options
	mux     *http.ServeMux
	// patterns are the routes of mux, see Routes.
	patterns []string

	apps  storage.Table[appRow]
	rooms storage.Table[roomRow]
}

// New starts a service. It fails if the database has a damaged row, or if two apps have the same access key.
func New(options Options) (*Service, error) {
	if options.DB == nil {
		options.DB = storage.InMemory()
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if len(options.Apps) == 0 {
		options.Apps = []App{{UUID: "app"}}
	}
	s := &Service{options: options}
	s.mux = s.routes()
	if err := cmp.Or(s.apps.Load(options.DB, "whiteboard.apps"), s.rooms.Load(options.DB, "whiteboard.rooms")); err != nil {
		return nil, err
	}
	if err := options.DB.Update(func(tx *storage.Tx) error {
		for _, app := range options.Apps {
			if err := s.setApp(tx, app); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return nil, fmt.Errorf("set up apps of the whiteboard: %w", err)
	}
	return s, nil
}

// update runs do in a transaction. It panics if the changes cannot be saved: it is for methods that only tests call.
func (s *Service) update(do func(*storage.Tx) error) {
	if err := s.options.DB.Update(do); err != nil {
		panic(err)
	}
}
