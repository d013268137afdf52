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

// TestSecretsAreRedacted searches logs and errors for secrets, while the service sends secrets in its responses.
func TestSecretsAreRedacted(t *testing.T) {
	t.Parallel()
	for name, faultWith := range map[string]func(secrets string) faultserver.Fault{
		"success": func(string) faultserver.Fault { return faultserver.Fault{Delay: time.Nanosecond} },
		"error": func(secrets string) faultserver.Fault {
			return jsonResponse(http.StatusBadRequest, `{"httpCode":400,"code":"REALTIME-00009","id":"INVALID_TOKEN","description":["The token ::=\n [x] is invalid, and so is `+secrets+`."]}`)
		},
		"HTML": func(secrets string) faultserver.Fault {
			return faultserver.Fault{Status: http.StatusBadGateway, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<title>" + secrets + "</title>"}
		},
		"redirect": func(secrets string) faultserver.Fault {
			return faultserver.Fault{Status: http.StatusFound, Header: http.Header{"Location": {"http://" + secrets + ".example.com/"}}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, server := startService(t, emulator.Options{})
			endpoint, err := transport.ParseEndpoint(server.URL())
			if err != nil {
				t.Fatal(err)
			}
			var mu sync.Mutex
			var output strings.Builder
			record := func(values ...any) {
				mu.Lock()
				defer mu.Unlock()
				_, _ = fmt.Fprintln(&output, values...) // a strings.Builder never fails
			}
			client := vcs.New(vcs.Config{APIKey: apiKey, Transport: transport.Config{
				Endpoint: endpoint, Log: func(_ context.Context, message string, fields map[string]any) { record(message, fields) },
			}})
			t.Cleanup(client.Close)

			room, err := client.CreateRoom(t.Context(), vcs.RoomInput{})
			if err != nil {
				t.Fatal(err)
			}
			server.Inject(faultWith(apiKey + "-" + room.Token))
			_, err = client.Room(t.Context(), room.ID)
			record(err)
			_, err = vcs.Collect(client.Rooms(t.Context()))
			record(err)
			_, err = client.CreateRoom(t.Context(), vcs.RoomInput{})
			record(err)
			record(client.DeleteRoom(t.Context(), room.ID))

			for _, secret := range []string{apiKey, room.Token} {
				if strings.Contains(output.String(), secret) {
					t.Errorf("%q is in the output:\n%s", secret, output.String())
				}
			}
			if lines := strings.Count(output.String(), "\n"); lines != 9 {
				t.Errorf("the output has %d lines, want one for each of five requests and four errors:\n%s", lines, output.String())
			}
		})
	}
}
