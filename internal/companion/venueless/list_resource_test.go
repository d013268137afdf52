package venueless_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

func TestListResource(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	room := s.createRooms(t)
	for name, test := range filterCases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, diags := s.protocolClient(t).Query(roomType, test.config, 0)
			requireNoDiagnostics(t, diags)
			var names []string
			for _, room := range found {
				names = append(names, room.Name)
			}
			if found := strings.Join(names, ", "); found != test.found {
				t.Errorf("found %q, want %q", found, test.found)
			}
		})
	}

	// A result has the same values as the state after an import.
	client := s.protocolClient(t)
	found, diags := client.Query(roomType, acctest.Values{"module_type": "chat.native"}, 0)
	requireNoDiagnostics(t, diags)
	imported, diags := client.Import(roomType, room.ID)
	requireNoDiagnostics(t, diags)
	if read := client.MustRead(imported); !read.Value.Equal(found[0].Value) || fmt.Sprint(found[0].IdentityValues(t, "world_id", "id")) != "[acc "+room.ID+"]" {
		t.Errorf("imported as %v, found as %v, %v", read.Value, found[0].Value, found[0].IdentityValues(t, "world_id", "id"))
	}
}

func TestListResourceLimitAndErrors(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	for range 51 {
		s.createRoom(t, api.Room{Name: "Booth"})
	}
	s.server.Reset()
	found, diags := s.protocolClient(t).Query(roomType, acctest.Values{}, 49)
	requireOneDiagnostic(t, diags, "warning: More results than the limit", "The limit is 49")
	if pages := len(s.server.Requests(http.MethodGet, roomsPath)); len(found) != 49 || pages != 1 {
		t.Errorf("found %d rooms in %d pages, want 49 in one", len(found), pages)
	}
	s.server.Reset()
	s.server.Inject(faultserver.Fault{Method: http.MethodGet, Skip: 1, Status: http.StatusForbidden, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"detail":"no"}`})
	found, diags = s.protocolClient(t).Query(roomType, acctest.Values{}, 0)
	requireOneDiagnostic(t, diags, "error: Cannot list Venueless rooms", "403")
	if len(found) != 50 {
		t.Errorf("found %d rooms before the error, want 50", len(found))
	}
}

// webAppRooms are changes of rooms by the web app and other programs.
var webAppRooms = map[string]string{
	"empty description":        `{"description":""}`,
	"no description":           `{"description":null}`,
	"unnormalized strings":     `{"name":"Cafe\u0301","description":"Cafe\u0301\n\nat the gate"}`,
	"modules of several types": `{"module_config":[{"type":"call.zoom"},{"type":"poll","config":{}},{"type":"page.static","config":{"content":{"ops":[{"insert":"a \"b\" ${c} \u003c\n"}]},"n":[1.5,1e23,-0,1e-7,9007199254740993,null,true]}}]}`,
	"number as type":           `{"module_config":[{"type":5,"config":{}}]}`,
	"malformed grants":         `{"trait_grants":{"viewer":[],"speaker":["a",["b","c"],7],"owner":null,"":[[]]}}`,
	"talk":                     `{"schedule_data":{"title":"Opening","session":7,"computeSession":true}}`,
	"empty talk":               `{"schedule_data":{}}`,
	"malformed talk":           `{"schedule_data":[1]}`,
	"deleted":                  `{"deleted":true}`,
	"numbers":                  `{"sorting_priority":-2147483648,"pretalx_id":2147483647}`,
}

// TestGeneratedConfiguration imports the rooms that the list resource finds with the configuration that Terraform generates for them.
// The plan must be empty. Some versions of Terraform omit empty strings from generated configuration, others write them.
func TestGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	for name, body := range webAppRooms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.patch(t, "/api/v1/worlds/acc/rooms/"+s.createRoom(t, api.Room{Name: "Hall"}).ID+"/", body)
			client := s.protocolClient(t)
			found, diags := client.Query(roomType, acctest.Values{"include_deleted": true}, 0)
			requireNoDiagnostics(t, diags)
			imported, diags := client.ImportListResult(found[0])
			requireNoDiagnostics(t, diags)
			read := client.MustRead(imported)
			generated := client.GeneratedConfig(found[0].Object)
			for version, config := range map[string]acctest.Values{"with empty strings": generated, "without empty strings": withoutEmptyStrings(t, generated)} {
				requireNoDiagnostics(t, client.ValidateResource(roomType, config))
				planned, diags := client.Plan(read, config)
				requireNoDiagnostics(t, diags)
				if !planned.Value.Equal(read.Value) || len(planned.Replaces) > 0 {
					t.Errorf("%s: from %v, planned %v", version, read.Value, planned.Value)
				}
				requireStable(t, client, read, config)
			}
		})
	}
}

// withoutEmptyStrings omits empty strings.
func withoutEmptyStrings(t *testing.T, config acctest.Values) acctest.Values {
	t.Helper()
	filled := acctest.Values{}
	for name, value := range config {
		one, ok := value.(tftypes.Value)
		if ok && one.Equal(tftypes.NewValue(tftypes.String, "")) {
			continue
		}
		filled[name] = value
	}
	return filled
}
