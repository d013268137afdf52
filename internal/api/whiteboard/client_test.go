package whiteboard_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// service is a stand-in on the network, with a client that has its key pair.
type service struct {
	*emulator.Service
	server *faultserver.Server
	client *whiteboard.Client
}

var app = emulator.App{AccessKey: "the-access-key", SecretKey: "the-secret-key", UUID: "app-1"}

func start(t *testing.T, options emulator.Options) service {
	t.Helper()
	options.Apps = []emulator.App{app}
	s := service{Service: emulator.New(options)}
	s.server = serve(t, s.Service)
	s.client = s.connect(t, whiteboard.Config{AccessKey: app.AccessKey, SecretKey: app.SecretKey})
	return s
}

func serve(t *testing.T, handler http.Handler) *faultserver.Server {
	t.Helper()
	server, err := faultserver.Start(handler)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// connect makes a client of the service with other settings.
func (s service) connect(t *testing.T, config whiteboard.Config) *whiteboard.Client {
	t.Helper()
	if config.Transport.Endpoint == nil {
		endpoint, err := transport.ParseEndpoint(s.server.URL())
		if err != nil {
			t.Fatal(err)
		}
		config.Transport.Endpoint = endpoint
	}
	config.Transport.MaxRetries, config.Transport.RetryWait = 2, time.Millisecond
	client := whiteboard.New(config)
	t.Cleanup(client.Close)
	return client
}

func expect(t *testing.T, err error, reason transport.Reason, contains string) {
	t.Helper()
	var failure *transport.Error
	if !errors.As(err, &failure) || failure.Reason != reason || !strings.Contains(err.Error(), contains) {
		t.Errorf("got %v (reason %v), want reason %v and %q", err, transport.ReasonOf(err), reason, contains)
	}
}

const unused = "ffffffffffffffffffffffffffffffff"

func TestHeaders(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	for range 2 {
		if _, err := s.client.CreateRoom(t.Context(), "in-mum", whiteboard.RoomInput{}); err != nil {
			t.Fatal(err)
		}
	}
	requests := s.server.Requests("POST", "^/v5/rooms$")
	header := requests[0].Header
	if header.Get("region") != "in-mum" || header.Get("Authorization") != "" || header.Get("Content-Type") != "application/json" {
		t.Errorf("header %v", header)
	}
	if token := header.Get("token"); token == requests[1].Header.Get("token") || !strings.HasPrefix(token, "NETLESSSDK_") {
		t.Errorf("token %q, which should be an SDK token and another one at each call", token)
	}
}

func TestCallTokensAreShort(t *testing.T) {
	t.Parallel()
	for ahead, reason := range map[time.Duration]transport.Reason{9 * time.Minute: transport.Unclassified, 11 * time.Minute: transport.Unauthorized} {
		s := start(t, emulator.Options{Now: func() time.Time { return time.Now().Add(ahead) }})
		if _, err := s.client.CreateRoom(t.Context(), "sg", whiteboard.RoomInput{}); transport.ReasonOf(err) != reason {
			t.Errorf("the service's clock %v ahead: %v", ahead, err)
		}
	}
}

func TestEndpointMayEndWithTheVersion(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	for _, ending := range []string{"/v5", "/v5/"} {
		endpoint, err := transport.ParseEndpoint(s.server.URL() + ending)
		if err != nil {
			t.Fatal(err)
		}
		client := s.connect(t, whiteboard.Config{AccessKey: app.AccessKey, SecretKey: app.SecretKey, Transport: transport.Config{Endpoint: endpoint}})
		if _, err := client.CreateRoom(t.Context(), "sg", whiteboard.RoomInput{}); err != nil {
			t.Error(err)
		}
	}
}

// Without the settings that it needs, a client sends nothing.
func TestConfigIsCheckedBeforeRequests(t *testing.T) {
	t.Parallel()
	client := whiteboard.New(whiteboard.Config{Transport: transport.Config{Check: func(need transport.Need) *transport.ConfigError {
		return &transport.ConfigError{Detail: "Set the " + string(need) + "."}
	}}})
	for name, request := range map[string]struct {
		send func() error
		want string
	}{
		"room of a region":  {func() error { _, err := client.Room(t.Context(), "sg", unused); return err }, "Set the credential."},
		"room of no region": {func() error { _, err := client.Room(t.Context(), "", unused); return err }, "Set the region."},
		"room token":        {func() error { _, err := client.RoomToken(t.Context(), "sg", unused, whiteboard.Reader, 0); return err }, "Set the credential."},
		"SDK token":         {func() error { _, err := client.SDKToken(whiteboard.Reader, 0); return err }, "Set the key pair."},
		"check of a region": {func() error { return client.CheckRegion(t.Context(), "sg") }, "Set the credential."},
		"rooms of no region": {func() error {
			for _, err := range client.Rooms(t.Context(), "") {
				return err
			}
			return nil
		}, "Set the region."},
		"creation in no region": {func() error { _, err := client.CreateRoom(t.Context(), "", whiteboard.RoomInput{}); return err }, "Set the region."},
	} {
		if err := request.send(); transport.ReasonOf(err) != transport.NotConfigured || !strings.Contains(err.Error(), request.want) {
			t.Errorf("%s: got %v, want %q", name, err, request.want)
		}
	}
}

// TestNoSecretIsTold lets the service echo what it was sent, and reads all that the client says of it.
func TestNoSecretIsTold(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]whiteboard.Config{
		"key pair":  {AccessKey: app.AccessKey, SecretKey: app.SecretKey},
		"SDK token": {SDKToken: "NETLESSSDK_from-elsewhere"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			secrets := make(chan string, 1)
			s := service{server: serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				secrets <- r.Header.Get("token")
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusForbidden)
				_, _ = fmt.Fprintf(w, `{"message":"no: %s %s %s"}`, r.Header.Get("token"), config.AccessKey, config.SecretKey) // the client is there
			}))}
			said := make(chan string, 2)
			config.Transport.Log = func(_ context.Context, message string, fields map[string]any) { said <- fmt.Sprint(message, fields) }
			_, err := s.connect(t, config).Room(t.Context(), "sg", unused)
			expect(t, err, transport.Unauthorized, "no: (secret)")
			all := <-said + err.Error()
			for _, secret := range []string{<-secrets, config.AccessKey, config.SecretKey, config.SDKToken} {
				if secret != "" && strings.Contains(all, secret) {
					t.Errorf("%q is in %s", secret, all)
				}
			}
		})
	}
}
