package whiteboard_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// TestRoomToken sends requests with tokens that the client or the service signed. The service accepts each for the room and role of the token.
func TestRoomToken(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]emulator.Options{"bare": {}, "wrapped": {WrapResponses: true}, "older service": {LegacyResponses: true}} {
		s := startService(t, options)
		sdk, err := s.client.SDKToken(whiteboard.Admin, 0)
		if err != nil {
			t.Fatal(err)
		}
		room := s.AddRoom("sg", emulator.Room{})
		for origin, client := range map[string]*whiteboard.Client{
			"signed by the client":  s.client,
			"signed by the service": s.newClient(t, whiteboard.Config{SDKToken: sdk.Value}),
		} {
			for role, reason := range map[whiteboard.Role]transport.Reason{
				whiteboard.Admin: transport.Unclassified, whiteboard.Writer: transport.Unclassified, whiteboard.Reader: transport.Unauthorized,
			} {
				t.Run(name+"/"+origin+"/"+string(role), func(t *testing.T) {
					t.Parallel()
					token, err := client.RoomToken(t.Context(), "sg", room.UUID, role, time.Hour)
					if err != nil {
						t.Fatal(err)
					}
					if left := time.Until(token.ExpiresAt); !strings.HasPrefix(token.Value, "NETLESSROOM_") || left > time.Hour || left < 59*time.Minute {
						t.Errorf("the token is %+v", token)
					}
					holder := s.newClient(t, whiteboard.Config{SDKToken: token.Value})
					if _, err := holder.Room(t.Context(), "sg", room.UUID); transport.ReasonOf(err) != reason {
						t.Error(err)
					}
				})
			}
		}
	}
}

func TestLifespanInMilliseconds(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	sdk, err := s.client.SDKToken(whiteboard.Admin, 0)
	if err != nil {
		t.Fatal(err)
	}
	room := s.AddRoom("sg", emulator.Room{})
	if _, err := s.newClient(t, whiteboard.Config{SDKToken: sdk.Value}).RoomToken(t.Context(), "sg", room.UUID, whiteboard.Reader, time.Minute); err != nil {
		t.Fatal(err)
	}
	if sent := string(s.server.Requests("POST", "/tokens/rooms/")[0].Body); sent != `{"lifespan":60000,"role":"reader"}` {
		t.Errorf("sent %s", sent)
	}
}

func TestTokensExpire(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{Now: func() time.Time { return time.Now().Add(61 * time.Minute) }})
	for lifespan, reason := range map[time.Duration]transport.Reason{time.Hour: transport.Unauthorized, 2 * time.Hour: transport.Unclassified, 0: transport.Unclassified} {
		token, err := s.client.SDKToken(whiteboard.Admin, lifespan)
		if err != nil || token.ExpiresAt.IsZero() != (lifespan == 0) {
			t.Fatalf("%+v, %v", token, err)
		}
		holder := s.newClient(t, whiteboard.Config{SDKToken: token.Value})
		if _, err := holder.CreateRoom(t.Context(), "sg", whiteboard.RoomInput{}); transport.ReasonOf(err) != reason {
			t.Errorf("a token for %v, after 61 minutes: %v", lifespan, err)
		}
	}
}

func TestTokenErrors(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	_, err := s.newClient(t, whiteboard.Config{SDKToken: "x"}).SDKToken(whiteboard.Admin, time.Hour)
	requireError(t, err, transport.NotConfigured, "no credential")
	_, err = s.newClient(t, whiteboard.Config{}).SDKToken(whiteboard.Admin, time.Hour)
	requireError(t, err, transport.NotConfigured, "no credential")
	_, err = s.newClient(t, whiteboard.Config{}).RoomToken(t.Context(), "sg", missingUUID, whiteboard.Admin, time.Hour)
	requireError(t, err, transport.NotConfigured, "no credential")
	sdk, err := s.client.SDKToken(whiteboard.Admin, 0)
	if err != nil {
		t.Fatal(err)
	}
	withToken := s.newClient(t, whiteboard.Config{SDKToken: sdk.Value})
	_, err = withToken.RoomToken(t.Context(), "sg", missingUUID, whiteboard.Reader, time.Hour)
	requireError(t, err, transport.NotFound, "room not found")
	for _, body := range []string{`{"token":"NETLESSROOM_x"}`, `""`, `"NETLESSSDK_x"`, `null`} {
		s.server.Reset()
		s.server.Inject(faultserver.Fault{Status: http.StatusCreated, Header: jsonHeader, Body: body})
		_, err = withToken.RoomToken(t.Context(), "sg", missingUUID, whiteboard.Reader, time.Hour)
		requireError(t, err, transport.UnexpectedResponse, "")
	}
	if sent := s.server.Requests("POST", "/tokens/teams"); len(sent) != 0 {
		t.Errorf("the secret key was sent %d times", len(sent))
	}
}
