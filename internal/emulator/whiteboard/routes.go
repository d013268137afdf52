package whiteboard

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

const jsonType = "application/json; charset=utf-8"

// regions are the data centers. The region gb-lon was replaced by eu in 2023, and is rejected since.
var regions = []string{"us-sv", "sg", "in-mum", "eu", "cn-hz"}

// call is a request to a region, and the transaction in which the service handles it.
type call struct {
	*http.Request
	*storage.Tx
	region string
	body   []byte
}

// PathValue returns the unescaped value of a wildcard in the pattern of the route.
func (c *call) PathValue(name string) string { return httpapi.PathValue(c.Request, name) }

type handler func(*call) (*httpapi.Response, error)

// Routes returns the method and the path of each route, such as "GET /v5/rooms/{uuid}".
func (s *Service) Routes() []string { return slices.Clone(s.patterns) }

func (s *Service) routes() *http.ServeMux {
	mux := http.NewServeMux()
	handle := func(pattern string, handle handler) {
		s.patterns = append(s.patterns, strings.TrimSuffix(pattern, "/{$}"))
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			response := httpapi.Result(s.respond(w, r, handle))
			if s.options.WrapResponses {
				response = httpapi.JSON(response.Status, map[string]any{"status": response.Status, "body": response.JSON})
			}
			_ = response.Write(w, jsonType) // fails if the client has closed the connection
		})
	}
	handle("POST /v5/rooms", s.createRoom)
	handle("GET /v5/rooms", s.listRooms)
	handle("GET /v5/rooms/{$}", s.listRooms) // the published example has a slash at the end
	handle("GET /v5/rooms/{uuid}", s.getRoom)
	handle("PATCH /v5/rooms/{uuid}", s.updateRoom)
	handle("POST /v5/tokens/teams", s.createTeamToken)
	handle("POST /v5/tokens/rooms/{uuid}", s.createRoomToken)
	return mux
}

// ServeHTTP handles one request. A request that matches no route, such as any DELETE, gets a text response.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mux.ServeHTTP(w, httpapi.WithPath(r, r.URL.EscapedPath()))
}

// respond handles one request at a time. All changes are saved before it returns.
func (s *Service) respond(w http.ResponseWriter, r *http.Request, handle handler) (response *httpapi.Response, err error) {
	region := r.Header.Get("region")
	switch {
	case !slices.Contains(regions, region):
		return nil, apiError(http.StatusBadRequest, "region is not supported")
	case !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") && r.Method != http.MethodGet:
		return nil, apiError(http.StatusBadRequest, "content type must be application/json")
	}
	body, err := httpapi.ReadBody(w, r)
	if err != nil {
		return nil, err
	}
	err = s.options.DB.Update(func(tx *storage.Tx) (err error) {
		response, err = handle(&call{r, tx, region, body})
		return err
	})
	return response, err
}

// decode decodes the JSON body into the value. The service ignores unknown fields.
func (c *call) decode(value any) error {
	if json.NewDecoder(bytes.NewReader(c.body)).Decode(value) != nil {
		return apiError(http.StatusBadRequest, "body is invalid")
	}
	return nil
}
