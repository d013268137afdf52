package vcs_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

// TestNoSecretIsTold reads all that the client says, in logs and errors, of a service that gives away what it knows.
func TestNoSecretIsTold(t *testing.T) {
	t.Parallel()
	for name, betray := range map[string]func(secrets string) faultserver.Fault{
		"success": func(string) faultserver.Fault { return faultserver.Fault{Delay: time.Nanosecond} },
		"refusal": func(secrets string) faultserver.Fault {
			return reply(http.StatusBadRequest, `{"httpCode":400,"code":"REALTIME-00009","id":"INVALID_TOKEN","description":["The token ::=\n [x] is invalid, and so is `+secrets+`."]}`)
		},
		"trouble": func(secrets string) faultserver.Fault {
			return faultserver.Fault{Status: http.StatusBadGateway, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<title>" + secrets + "</title>"}
		},
		"redirect": func(secrets string) faultserver.Fault {
			return faultserver.Fault{Status: http.StatusFound, Header: http.Header{"Location": {"http://" + secrets + ".example.com/"}}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, server := start(t, emulator.Options{})
			endpoint, err := transport.ParseEndpoint(server.URL())
			if err != nil {
				t.Fatal(err)
			}
			var mu sync.Mutex
			var said strings.Builder
			tell := func(values ...any) {
				mu.Lock()
				defer mu.Unlock()
				_, _ = fmt.Fprintln(&said, values...) // a strings.Builder never fails
			}
			client := vcs.New(vcs.Config{APIKey: key, Transport: transport.Config{
				Endpoint: endpoint, Log: func(_ context.Context, message string, fields map[string]any) { tell(message, fields) },
			}})
			t.Cleanup(client.Close)

			room, err := client.CreateRoom(t.Context(), vcs.RoomInput{})
			if err != nil {
				t.Fatal(err)
			}
			server.Inject(betray(key + "-" + room.Token))
			_, err = client.Room(t.Context(), room.ID)
			tell(err)
			_, err = client.AllRooms(t.Context())
			tell(err)
			_, err = client.CreateRoom(t.Context(), vcs.RoomInput{})
			tell(err)
			tell(client.DeleteRoom(t.Context(), room.ID))

			for _, secret := range []string{key, room.Token} {
				if strings.Contains(said.String(), secret) {
					t.Errorf("%q is told:\n%s", secret, said.String())
				}
			}
			if lines := strings.Count(said.String(), "\n"); lines != 9 {
				t.Errorf("%d lines were said, want one for each of five requests and four outcomes:\n%s", lines, said.String())
			}
		})
	}
}
