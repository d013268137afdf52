package whiteboard_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// Tokens that the npm package netless-token 1.0.2 returns for the keys in options and a fixed nonce.
const (
	expiringSDKToken = "NETLESSSDK_YWs9dGVzdC1hayZleHBpcmVBdD0xNzAwMDAwMDAwMDAwJm5vbmNlPTAwMDAwMDAwLTAwMDAtMTAwMC04MDAwLTAwMDAwMDAwMDAwMCZyb2xlPTAmc2lnPTM1ZDVmYWFiMzllMTVlYTE4MTJhN2VlMzE3NDhhYmNkMTQ5ZmQ3NjQyMzUxODY3YWIxNjA1YjYwODg2OTE1NTA"
	sdkToken         = "NETLESSSDK_YWs9dGVzdC1hayZub25jZT0wMDAwMDAwMC0wMDAwLTEwMDAtODAwMC0wMDAwMDAwMDAwMDAmcm9sZT0wJnNpZz1kNWIwYjIyMzU3NWY5MzU1ODIxZTQ5MDJjNDNlZDI2Nzk4YzgxYmI4YmViMmNmN2E1MDZjYzcwMWQ0MmMzMGRj"
	readerRoomToken  = "NETLESSROOM_YWs9dGVzdC1hayZleHBpcmVBdD0xNzAwMDAwMDAwMDAwJm5vbmNlPTAwMDAwMDAwLTAwMDAtMTAwMC04MDAwLTAwMDAwMDAwMDAwMCZyb2xlPTImc2lnPTNjMmYzYzA3NDkyY2JjYWFiOWNiZGY3YTdlZGM5ZjI5ZTgxOTE5OGFlMGNiZjU1NzM5ZTBkYzI5M2U3YWUwYjQmdXVpZD00YTVmMDAwMDAwMDAxMWVlYjlkMTAxMjM0NTY3ODlhYg"
	roomID           = "4a5f0000000011eeb9d10123456789ab"
	expiry           = 1700000000000 // of the expiring tokens, in milliseconds
	sdkTokenValues   = "ak=test-ak&nonce=00000000-0000-1000-8000-000000000000&role=0&sig=d5b0b223575f9355821e4902c43ed26798c81bb8beb2cf7a506cc701d42c30dc"
)

func options() whiteboard.Options {
	return whiteboard.Options{
		Apps: []whiteboard.App{
			{AccessKey: "test-ak", SecretKey: "test-sk", UUID: "app-1"},
			{AccessKey: "other-ak", SecretKey: "other-sk", UUID: "app-2"},
		},
		Now: func() time.Time { return time.UnixMilli(expiry - 1) },
	}
}

// send sends a request and decodes the response.
func send[T any](t *testing.T, s *whiteboard.Service, method, path, region, token, body string) (status int, got T) {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("region", region)
	request.Header.Set("token", token)
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, request)
	if err := json.Unmarshal(recorder.Body.Bytes(), &got); err != nil {
		t.Fatalf("%s %s: %d: %v in %q", method, path, recorder.Code, err, recorder.Body)
	}
	return recorder.Code, got
}

type object = map[string]any

func newService(t *testing.T, options whiteboard.Options) *whiteboard.Service {
	t.Helper()
	service, err := whiteboard.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return service
}
