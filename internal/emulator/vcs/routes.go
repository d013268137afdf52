package vcs

import (
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

const jsonType = "application/json"

// call is a request of a tenant.
type call struct {
	*http.Request
	tenant int
}

type handler func(*call) (*httpapi.Response, error)

func (s *Service) routes() *http.ServeMux {
	mux := http.NewServeMux()
	handle := func(pattern string, handle handler) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			_ = httpapi.Result(s.respond(r, handle)).Write(w, jsonType) // fails if the client has closed the connection
		})
	}
	handle("POST /api/realtime/room", s.createRoom)
	handle("GET /api/realtime/room", s.listRooms)
	handle("GET /api/realtime/room/{id}", s.getRoom)
	handle("DELETE /api/realtime/room", s.deleteRoom)
	return mux
}

func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// respond handles one request at a time.
func (s *Service) respond(r *http.Request, handle handler) (*httpapi.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	tenant, err := s.authenticate(r)
	if err != nil {
		return nil, err
	}
	s.deleteExpiredRooms()
	return handle(&call{r, tenant})
}
