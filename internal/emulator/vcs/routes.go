package vcs

import (
	"net/http"
	"slices"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

const jsonType = "application/json"

// call is a request of a tenant, and the transaction in which the service handles it.
type call struct {
	*http.Request
	*storage.Tx
	tenant int
	body   []byte
}

// PathValue returns the unescaped value of a wildcard in the pattern of the route.
func (c *call) PathValue(name string) string { return httpapi.PathValue(c.Request, name) }

type handler func(*call) (*httpapi.Response, error)

// Routes returns the method and the path of each route, such as "GET /api/realtime/room/{id}".
func (s *Service) Routes() []string { return slices.Clone(s.patterns) }

func (s *Service) routes() *http.ServeMux {
	mux := http.NewServeMux()
	handle := func(pattern string, handle handler) {
		s.patterns = append(s.patterns, pattern)
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			_ = httpapi.Result(s.respond(w, r, handle)).Write(w, jsonType) // fails if the client has closed the connection
		})
	}
	handle("POST /api/realtime/room", s.createRoom)
	handle("GET /api/realtime/room", s.listRooms)
	handle("GET /api/realtime/room/{id}", s.getRoom)
	handle("DELETE /api/realtime/room", s.deleteRoom)
	return mux
}

// ServeHTTP handles one request. A path that matches no route gets a text response.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mux.ServeHTTP(w, httpapi.WithPath(r, r.URL.EscapedPath()))
}

// respond handles one request at a time. All changes are saved before it returns.
func (s *Service) respond(w http.ResponseWriter, r *http.Request, handle handler) (response *httpapi.Response, err error) {
	body, err := httpapi.ReadBody(w, r)
	if err != nil {
		return nil, err
	}
	err = s.options.DB.Update(func(tx *storage.Tx) error {
		tenant, err := s.authenticate(r)
		if err != nil {
			return err
		}
		s.deleteExpiredRooms(tx)
		response, err = handle(&call{r, tx, tenant, body})
		return err
	})
	return response, err
}
