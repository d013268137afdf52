// Package whiteboard stands in for Agora Interactive Whiteboard: an http.Handler that keeps rooms by region, and takes
// only tokens whose signature, age and role are right.
//
// No recording of the real service exists. It follows the published pages and Agora's own samples.
package whiteboard

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options say how the service is set up.
type Options struct {
	// Apps are the whiteboard projects that the service knows. They do not see each other's rooms.
	Apps []App
	// HideForeign makes the service answer 404 for a room of another app. By default it is 403; the published pages do not
	// say which.
	HideForeign bool
	// CoerceRecord makes the service turn isRecord to false on every new room.
	CoerceRecord bool
	// Wrapped makes the service answer {"status":…,"body":…}, as the published page writes its answers down.
	Wrapped bool
	// Old makes the service answer as older pages say: rooms without appUUID, and 200 to the creation of tokens.
	Old bool
	// Now is the service's clock; nil is the real one.
	Now func() time.Time
}

// App is a whiteboard project with its one key pair.
type App struct {
	AccessKey string
	SecretKey string
	UUID      string
}

// Service is the stand-in. All methods may be called from several goroutines.
type Service struct {
	options Options
	mux     *http.ServeMux

	mu sync.Mutex
	// rooms are those of each region, ascending by uuid.
	rooms map[string][]Room
}

// SetApp adds an app, or changes the keys of the one with the same uuid. Its rooms stay, and tokens signed with the old
// keys are refused.
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

// regions are the data centers. There was a gb-lon, which became eu in 2023 and has been refused since.
var regions = []string{"us-sv", "sg", "in-mum", "eu", "cn-hz"}

// teamUUID is the one account that all apps belong to.
const teamUUID = "RMmLwOjLEeqGDT9HzsNuLg"

// New starts a service without rooms.
func New(options Options) *Service {
	if options.Now == nil {
		options.Now = time.Now
	}
	options.Apps = slices.Clone(options.Apps)
	s := &Service{options: options, mux: http.NewServeMux(), rooms: map[string][]Room{}}
	for pattern, handle := range map[string]func(*call) answer{
		"POST /v5/rooms":               s.createRoom,
		"GET /v5/rooms":                s.listRooms,
		"GET /v5/rooms/{$}":            s.listRooms, // the published example has a slash at the end
		"GET /v5/rooms/{uuid}":         s.getRoom,
		"PATCH /v5/rooms/{uuid}":       s.updateRoom,
		"POST /v5/tokens/teams":        s.createTeamToken,
		"POST /v5/tokens/rooms/{uuid}": s.createRoomToken,
	} {
		s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, handle) })
	}
	return s
}

// ServeHTTP implements http.Handler. What is no call of the API, such as any DELETE, gets a plain text.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// call is a request that came to a call of the API.
type call struct {
	*http.Request
	region string
}

// decode reads the JSON body, in which fields that the service does not know are let pass.
func (c *call) decode(value any) bool { return json.NewDecoder(c.Body).Decode(value) == nil }

// answer is a status with what is sent as JSON.
type answer struct {
	status int
	body   any
}

func refuse(status int, message string) answer {
	return answer{status, map[string]string{"message": message}}
}

func (s *Service) serve(w http.ResponseWriter, r *http.Request, handle func(*call) answer) {
	result := refuse(http.StatusBadRequest, "region is not supported")
	if region := r.Header.Get("region"); slices.Contains(regions, region) {
		result = s.handle(&call{r, region}, handle)
	}
	if s.options.Wrapped {
		result.body = map[string]any{"status": result.status, "body": result.body}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(result.status)
	_ = json.NewEncoder(w).Encode(result.body) //nolint:errchkjson // a client that has gone is no concern of the server's
}

func (s *Service) handle(c *call, handle func(*call) answer) answer {
	if !strings.HasPrefix(c.Header.Get("Content-Type"), "application/json") && c.Method != http.MethodGet {
		return refuse(http.StatusBadRequest, "content type must be application/json")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return handle(c)
}
