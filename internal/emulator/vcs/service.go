// Package vcs stands in for the rooms API of VCS Realtime: an http.Handler that keeps rooms in memory and behaves as the
// service's published page says. Where the page contradicts itself or is silent, Options choose.
package vcs

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Options say how the service is set up. The zero value behaves as the examples of the published page do.
type Options struct {
	// APIKey is the key of the first tenant; empty makes a random one.
	APIKey string
	// OtherAPIKeys are those of further tenants. Tenants do not see each other's rooms.
	OtherAPIKeys []string
	// Now is the service's clock; nil is the real one.
	Now func() time.Time
	// RoomTTL is how long a room lives from its creation on, in whole seconds; 0 is a day.
	RoomTTL time.Duration
	// Unnamed is the name that a room gets which is made without one; empty leaves it without.
	Unnamed string
	// ReportsUpgradeCount makes every answer tell a room's autoUpgradeParticipantCount, and not only that to its creation.
	ReportsUpgradeCount bool
	// RenewsTokens gives a room a new token with every answer that tells of it alone.
	RenewsTokens bool
	// Missing is how the service answers a read of a room that does not exist.
	Missing Missing
	// LastPage is how the service marks the last page of a list.
	LastPage LastPage
}

// Missing is a way to say that a room does not exist, which the page tells of DELETE only.
type Missing int

const (
	// MissingByCode is status 400 with the code REALTIME-00004, as DELETE has it.
	MissingByCode Missing = iota
	// MissingByStatus is status 404 with an error of another code.
	MissingByStatus
	// MissingByNull is status 200 with null.
	MissingByNull
	// MissingByNothing is status 200 without a body.
	MissingByNothing
)

// LastPage is a way to mark the end of a list.
type LastPage int

const (
	// LastWithoutToken leaves the paging token out.
	LastWithoutToken LastPage = iota
	// LastWithEmptyToken gives an empty paging token.
	LastWithEmptyToken
	// LastIsEmpty gives a paging token with the last rooms, too: it leads to a page without rooms and without an end.
	LastIsEmpty
	// LastRepeats gives the last page its own token, so that it follows itself without an end.
	LastRepeats
)

// Service is the stand-in. All methods may be called from several goroutines.
type Service struct {
	options Options
	routes  *http.ServeMux

	mu sync.Mutex
	// tenants are the keys of the tenants, by their number.
	tenants []string
	rooms   []*room
	made    int
}

// call is a request of a tenant.
type call struct {
	*http.Request
	tenant int
}

// New starts a service without rooms.
func New(options Options) *Service {
	if options.APIKey == "" {
		options.APIKey = rand.Text()
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.RoomTTL == 0 {
		options.RoomTTL = 24 * time.Hour
	}
	s := &Service{options: options, routes: http.NewServeMux(), tenants: append([]string{options.APIKey}, options.OtherAPIKeys...)}
	for pattern, handle := range map[string]func(*call) (any, error){
		"POST /api/realtime/room":     s.create,
		"GET /api/realtime/room":      s.list,
		"GET /api/realtime/room/{id}": s.get,
		"DELETE /api/realtime/room":   s.remove,
	} {
		s.routes.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.answer(w, r, handle) })
	}
	return s
}

// APIKey is the key of the first tenant.
func (s *Service) APIKey() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tenants[0]
}

// ReplaceAPIKey gives the tenant of a key another one. The rooms stay. It fails when no tenant has the key.
func (s *Service) ReplaceAPIKey(before, after string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tenant := slices.Index(s.tenants, before)
	if tenant < 0 {
		return errors.New("no tenant has that API key")
	}
	s.tenants[tenant] = after
	return nil
}

func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.routes.ServeHTTP(w, r) }

// answer handles one request alone and sends what comes of it: a value as JSON, or nothing.
func (s *Service) answer(w http.ResponseWriter, r *http.Request, handle func(*call) (any, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	tenant, err := s.authenticate(r)
	var value any
	if err == nil {
		s.expire()
		value, err = handle(&call{r, tenant})
	}
	status := http.StatusOK
	if err != nil {
		var wrong *failure
		if !errors.As(err, &wrong) {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		status, value = wrong.Status, wrong
	}
	if _, nothing := value.(noBody); nothing {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(value); err != nil {
		panic(http.ErrAbortHandler) // the client has gone
	}
}

// noBody is an answer without a body.
type noBody struct{}

func (s *Service) authenticate(r *http.Request) (tenant int, err error) {
	key := r.Header.Get("X-Vcs-Token")
	if key == "" {
		return 0, fail(http.StatusUnauthorized, "BASE-00001", "", "Authorization missing.")
	}
	if tenant = slices.Index(s.tenants, key); tenant < 0 {
		return 0, invalidToken(key)
	}
	return tenant, nil
}

// failure is an answer that tells what is wrong, in the service's form.
type failure struct {
	Status      int      `json:"httpCode"`
	Code        string   `json:"code"`
	ID          *string  `json:"id"`
	Description []string `json:"description"`
}

func (f *failure) Error() string { return fmt.Sprintf("%s: %v", f.Code, f.Description) }

func fail(status int, code, id, description string) *failure {
	wrong := &failure{Status: status, Code: code, Description: []string{description}}
	if id != "" {
		wrong.ID = &id
	}
	return wrong
}

// invalidToken is the answer to a wrong key as well as to a wrong paging token: status 400, with the secret in it.
func invalidToken(token string) *failure {
	return fail(http.StatusBadRequest, "REALTIME-00009", "INVALID_TOKEN", fmt.Sprintf("The token ::=\n         [%s] is invalid.", token))
}

func noSuchRoom(id string) *failure {
	return fail(http.StatusBadRequest, "REALTIME-00004", "CONFERENCE_ROOM_DOES_NOT_EXIST",
		fmt.Sprintf("A conference room with id ::= [%s]\n         does not exist.", id))
}
