package whiteboard_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestHeaders(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	for range 2 {
		if _, err := s.client.CreateRoom(t.Context(), "in-mum", whiteboard.RoomInput{}); err != nil {
			t.Fatal(err)
		}
	}
	requests := s.server.Requests("POST", "^/v5/rooms$")
	header := requests[0].Header
	if header.Get("region") != "in-mum" || header.Get("Authorization") != "" || header.Get("Content-Type") != "application/json" {
		t.Errorf("the headers are %v", header)
	}
	if token := header.Get("token"); token == requests[1].Header.Get("token") || !strings.HasPrefix(token, "NETLESSSDK_") {
		t.Errorf("the token is %q, want a new SDK token for each request", token)
	}
}

func TestRequestTokensExpire(t *testing.T) {
	t.Parallel()
	for ahead, reason := range map[time.Duration]transport.Reason{9 * time.Minute: transport.Unclassified, 11 * time.Minute: transport.Unauthorized} {
		s := startService(t, emulator.Options{Now: func() time.Time { return time.Now().Add(ahead) }})
		if _, err := s.client.CreateRoom(t.Context(), "sg", whiteboard.RoomInput{}); transport.ReasonOf(err) != reason {
			t.Errorf("with a clock of the service that is %v ahead: %v", ahead, err)
		}
	}
}

func TestEndpointWithVersion(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	for _, suffix := range []string{"/v5", "/v5/"} {
		endpoint, err := transport.ParseEndpoint(s.server.URL() + suffix)
		if err != nil {
			t.Fatal(err)
		}
		client := s.newClient(t, whiteboard.Config{AccessKey: keyPair.AccessKey, SecretKey: keyPair.SecretKey, Transport: transport.Config{Endpoint: endpoint}})
		if _, err := client.CreateRoom(t.Context(), "sg", whiteboard.RoomInput{}); err != nil {
			t.Error(err)
		}
	}
}

// A client without the configuration that a request needs sends nothing.
func TestConfigIsCheckedBeforeRequests(t *testing.T) {
	t.Parallel()
	client := whiteboard.New(whiteboard.Config{Transport: transport.Config{Check: func(need transport.Need) *transport.ConfigError {
		return &transport.ConfigError{Detail: "Set the " + string(need) + "."}
	}}})
	for name, request := range map[string]struct {
		send func() error
		want string
	}{
		"room":                {func() error { _, err := client.Room(t.Context(), "sg", missingUUID); return err }, "Set the credential."},
		"room without region": {func() error { _, err := client.Room(t.Context(), "", missingUUID); return err }, "Set the region."},
		"room token": {func() error {
			_, err := client.RoomToken(t.Context(), "sg", missingUUID, whiteboard.Reader, 0)
			return err
		}, "Set the credential."},
		"SDK token":         {func() error { _, err := client.SDKToken(whiteboard.Reader, 0); return err }, "Set the key pair."},
		"check of a region": {func() error { return client.CheckRegion(t.Context(), "sg") }, "Set the credential."},
		"rooms without region": {func() error {
			for _, err := range client.Rooms(t.Context(), "") {
				return err
			}
			return nil
		}, "Set the region."},
		"creation without region": {func() error { _, err := client.CreateRoom(t.Context(), "", whiteboard.RoomInput{}); return err }, "Set the region."},
	} {
		if err := request.send(); transport.ReasonOf(err) != transport.NotConfigured || !strings.Contains(err.Error(), request.want) {
			t.Errorf("%s: got %v, want %q", name, err, request.want)
		}
	}
}

// TestSecretsAreRedacted searches logs and errors for secrets, while the service echoes the secrets of requests.
func TestSecretsAreRedacted(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]whiteboard.Config{
		"key pair":  {AccessKey: keyPair.AccessKey, SecretKey: keyPair.SecretKey},
		"SDK token": {SDKToken: "NETLESSSDK_from-elsewhere"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			secrets := make(chan string, 1)
			s := service{server: startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				secrets <- r.Header.Get("token")
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusForbidden)
				_, _ = fmt.Fprintf(w, `{"message":"no: %s %s %s"}`, r.Header.Get("token"), config.AccessKey, config.SecretKey) // the client reads the whole body
			}))}
			output := make(chan string, 2)
			config.Transport.Log = func(_ context.Context, message string, fields map[string]any) { output <- fmt.Sprint(message, fields) }
			_, err := s.newClient(t, config).Room(t.Context(), "sg", missingUUID)
			requireError(t, err, transport.Unauthorized, "no: (secret)")
			all := <-output + err.Error()
			for _, secret := range []string{<-secrets, config.AccessKey, config.SecretKey, config.SDKToken} {
				if secret != "" && strings.Contains(all, secret) {
					t.Errorf("%q is in %s", secret, all)
				}
			}
		})
	}
}
