package whiteboard_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// decodeToken returns the claims of a token.
func decodeToken(t *testing.T, token string) url.Values {
	t.Helper()
	_, encoded, _ := strings.Cut(token, "_")
	text, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	values, err := url.ParseQuery(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return values
}

// The tests of the API client have more of Agora's test vectors.
func testSignature(t *testing.T) {
	t.Parallel()
	const want = "NETLESSROOM_YWs9dGVzdC1hayZleHBpcmVBdD0xNzAwMDAwMDAwMDAwJm5vbmNlPTAwMDAwMDAwLTAwMDAtMTAwMC04MDAwLTAwMDAwMDAwMDAwMCZyb2xlPTImc2lnPTNjMmYzYzA3NDkyY2JjYWFiOWNiZGY3YTdlZGM5ZjI5ZTgxOTE5OGFlMGNiZjU1NzM5ZTBkYzI5M2U3YWUwYjQmdXVpZD00YTVmMDAwMDAwMDAxMWVlYjlkMTAxMjM0NTY3ODlhYg"
	if got := api.Sign("test-ak", "test-sk", api.Claims{
		Role: api.Reader, RoomUUID: "4a5f0000000011eeb9d10123456789ab", ExpiresAt: time.UnixMilli(1700000000000), Nonce: "00000000-0000-1000-8000-000000000000",
	}); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func testSignedStrings(t *testing.T) {
	t.Parallel()
	claims := startService(t, emulator.Options{}).openToken(t, roomTokenType, acctest.Values{"room_id": "sg/" + missingUUID, "role": "writer"})
	mac := hmac.New(sha256.New, []byte(keyPair.SecretKey))
	mac.Write(fmt.Appendf(nil, `{"ak":"%s","expireAt":"%s","nonce":"%s","role":"1","uuid":"%s"}`, keyPair.AccessKey, claims.Get("expireAt"), claims.Get("nonce"), missingUUID))
	if want := hex.EncodeToString(mac.Sum(nil)); claims.Get("sig") != want {
		t.Errorf("the signature is %s, want %s", claims.Get("sig"), want)
	}
}

func testMilliseconds(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	claims := s.openToken(t, sdkTokenType, acctest.Values{"role": "writer", "ttl": "10m"})
	expireAt, err := strconv.ParseInt(claims.Get("expireAt"), 10, 64)
	if left := time.Until(time.UnixMilli(expireAt)); err != nil || left > 10*time.Minute || left < 9*time.Minute {
		t.Errorf("the token expires in %v", left)
	}
	if claims := s.openToken(t, sdkTokenType, acctest.Values{"role": "writer", "ttl": "0s", "allow_permanent": true}); claims.Has("expireAt") {
		t.Errorf("a permanent token expires at %s", claims.Get("expireAt"))
	}
	client := s.protocolClientWith(t, acctest.Values{"sdk_token": s.signSDKToken(t, api.Writer)})
	room := s.AddRoom("sg", emulator.Room{})
	if _, problems := client.OpenEphemeral(roomTokenType, acctest.Values{"room_id": "sg/" + room.UUID, "role": "reader", "ttl": "10m"}); len(problems) > 0 {
		t.Fatal(problems)
	}
	if sent := string(s.server.Requests("POST", "/tokens/rooms/")[0].Body); !strings.Contains(sent, `"lifespan":600000`) {
		t.Errorf("sent %s", sent)
	}
}

func testRoles(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	room := s.AddRoom("sg", emulator.Room{})
	client := s.protocolClientWith(t, acctest.Values{"sdk_token": s.signSDKToken(t, api.Writer)})
	for role, digit := range map[string]string{"admin": "0", "writer": "1", "reader": "2"} {
		config := acctest.Values{"room_id": "sg/" + room.UUID, "role": role}
		if claims := s.openToken(t, roomTokenType, config); claims.Get("role") != digit {
			t.Errorf("the role %s is %s in the token", role, claims.Get("role"))
		}
		s.server.Reset()
		opened, problems := client.OpenEphemeral(roomTokenType, config)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		sent := string(s.server.Requests("POST", "/tokens/rooms/")[0].Body)
		if claims := decodeToken(t, opened.Attribute(t, "token")); claims.Get("role") != digit || !strings.Contains(sent, `"role":"`+role+`"`) {
			t.Errorf("the role %s is sent in %s, and is %s in the token", role, sent, claims.Get("role"))
		}
	}
}

func testMaxTTL(t *testing.T) {
	t.Parallel()
	client := startService(t, emulator.Options{}).protocolClient(t)
	for _, ttl := range []string{"0s", "25h"} {
		_, problems := client.OpenEphemeral(sdkTokenType, acctest.Values{"role": "admin", "ttl": ttl})
		requireProblems(t, problems, "error at ttl: Token TTL is too long")
		_, problems = client.OpenEphemeral(roomTokenType, acctest.Values{"room_id": "sg/" + missingUUID, "role": "admin", "ttl": ttl})
		requireProblems(t, problems, "error at ttl: Token TTL is too long")
	}
}

func testTokenPerRequest(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client, created := s.createRoom(t, acctest.Values{})
	read, problems := client.Read(created)
	requireProblems(t, problems)
	nonces := map[string]bool{}
	for _, request := range s.server.Requests("", "") {
		token := request.Header.Get("token")
		claims := decodeToken(t, token)
		nonces[claims.Get("nonce")] = true
		expireAt, err := strconv.ParseInt(claims.Get("expireAt"), 10, 64)
		if left := time.Until(time.UnixMilli(expireAt)); err != nil || left > 10*time.Minute {
			t.Errorf("the token of a request expires in %v", left)
		}
		for _, state := range []acctest.Object{created, read} {
			if text := state.Value.String(); strings.Contains(text, token) || strings.Contains(text, keyPair.AccessKey) || strings.Contains(text, keyPair.SecretKey) {
				t.Errorf("the state has a secret: %s", text)
			}
		}
	}
	if len(nonces) != 2 {
		t.Errorf("2 requests have %d tokens", len(nonces))
	}
}

func testSecretKeyNotSent(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	s.createRoom(t, acctest.Values{"disabled": true})
	s.openToken(t, sdkTokenType, acctest.Values{"role": "admin"})
	s.openToken(t, roomTokenType, acctest.Values{"room_id": "sg/" + missingUUID, "role": "admin"})
	for _, request := range s.server.Requests("", "") {
		text := fmt.Sprint(request.Path, request.Query, request.Header, string(request.Body), decodeToken(t, request.Header.Get("token")))
		if strings.Contains(text, keyPair.SecretKey) || strings.HasPrefix(request.Path, "/v5/tokens/teams") {
			t.Errorf("%s %s contains the secret key", request.Method, request.Path)
		}
	}
}

func testTokenStatus(t *testing.T) {
	t.Parallel()
	for _, options := range []emulator.Options{{}, {LegacyResponses: true}} {
		s := startService(t, options)
		room := s.AddRoom("sg", emulator.Room{})
		_, problems := s.protocolClientWith(t, acctest.Values{"sdk_token": s.signSDKToken(t, api.Writer)}).OpenEphemeral(roomTokenType, acctest.Values{"room_id": "sg/" + room.UUID, "role": "reader"})
		requireProblems(t, problems)
	}
}
