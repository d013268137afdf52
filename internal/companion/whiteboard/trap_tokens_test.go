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

// inside is what a token says.
func inside(t *testing.T, token string) url.Values {
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

// open opens a token of the provider.
func (s service) open(t *testing.T, kind string, config acctest.Values) url.Values {
	t.Helper()
	opened, problems := s.call(t).OpenEphemeral(kind, config)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return inside(t, opened.Attribute(t, "token"))
}

// All of Agora's vectors are tested where tokens are signed.
func vectors(t *testing.T) {
	t.Helper()
	const want = "NETLESSROOM_YWs9dGVzdC1hayZleHBpcmVBdD0xNzAwMDAwMDAwMDAwJm5vbmNlPTAwMDAwMDAwLTAwMDAtMTAwMC04MDAwLTAwMDAwMDAwMDAwMCZyb2xlPTImc2lnPTNjMmYzYzA3NDkyY2JjYWFiOWNiZGY3YTdlZGM5ZjI5ZTgxOTE5OGFlMGNiZjU1NzM5ZTBkYzI5M2U3YWUwYjQmdXVpZD00YTVmMDAwMDAwMDAxMWVlYjlkMTAxMjM0NTY3ODlhYg"
	if got := api.Sign("test-ak", "test-sk", api.Claims{
		Role: api.Reader, RoomUUID: "4a5f0000000011eeb9d10123456789ab", ExpiresAt: time.UnixMilli(1700000000000), Nonce: "00000000-0000-1000-8000-000000000000",
	}); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func textsAreSigned(t *testing.T) {
	t.Helper()
	says := start(t, emulator.Options{}).open(t, roomToken, acctest.Values{"room_id": "sg/" + unused, "role": "writer"})
	mac := hmac.New(sha256.New, []byte(app.SecretKey))
	mac.Write(fmt.Appendf(nil, `{"ak":"%s","expireAt":"%s","nonce":"%s","role":"1","uuid":"%s"}`, app.AccessKey, says.Get("expireAt"), says.Get("nonce"), unused))
	if want := hex.EncodeToString(mac.Sum(nil)); says.Get("sig") != want {
		t.Errorf("signed %s, want %s", says.Get("sig"), want)
	}
}

func milliseconds(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	says := s.open(t, sdkToken, acctest.Values{"role": "writer", "ttl": "10m"})
	end, err := strconv.ParseInt(says.Get("expireAt"), 10, 64)
	if left := time.Until(time.UnixMilli(end)); err != nil || left > 10*time.Minute || left < 9*time.Minute {
		t.Errorf("expireAt %s is in %v", says.Get("expireAt"), left)
	}
	if says := s.open(t, sdkToken, acctest.Values{"role": "writer", "ttl": "0s", "allow_permanent": true}); says.Has("expireAt") {
		t.Errorf("a token for ever expires at %s", says.Get("expireAt"))
	}
	bearer := s.callAs(t, map[string]any{"sdk_token": s.sdkToken(t, api.Writer)})
	room := s.AddRoom("sg", emulator.Room{})
	if _, problems := bearer.OpenEphemeral(roomToken, acctest.Values{"room_id": "sg/" + room.UUID, "role": "reader", "ttl": "10m"}); len(problems) > 0 {
		t.Fatal(problems)
	}
	if sent := string(s.server.Requests("POST", "/tokens/rooms/")[0].Body); !strings.Contains(sent, `"lifespan":600000`) {
		t.Errorf("sent %s", sent)
	}
}

func roles(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	room := s.AddRoom("sg", emulator.Room{})
	bearer := s.callAs(t, map[string]any{"sdk_token": s.sdkToken(t, api.Writer)})
	for role, digit := range map[string]string{"admin": "0", "writer": "1", "reader": "2"} {
		config := acctest.Values{"room_id": "sg/" + room.UUID, "role": role}
		if says := s.open(t, roomToken, config); says.Get("role") != digit {
			t.Errorf("%s is %s in a token", role, says.Get("role"))
		}
		s.server.Reset()
		opened, problems := bearer.OpenEphemeral(roomToken, config)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		sent := string(s.server.Requests("POST", "/tokens/rooms/")[0].Body)
		if says := inside(t, opened.Attribute(t, "token")); says.Get("role") != digit || !strings.Contains(sent, `"role":"`+role+`"`) {
			t.Errorf("%s is asked for with %s, and is %s in the token", role, sent, says.Get("role"))
		}
	}
}

func shortTokens(t *testing.T) {
	t.Helper()
	caller := start(t, emulator.Options{}).call(t)
	for _, ttl := range []string{"0s", "25h"} {
		_, problems := caller.OpenEphemeral(sdkToken, acctest.Values{"role": "admin", "ttl": ttl})
		complain(t, problems, "error at ttl: Token would live too long")
		_, problems = caller.OpenEphemeral(roomToken, acctest.Values{"room_id": "sg/" + unused, "role": "admin", "ttl": ttl})
		complain(t, problems, "error at ttl: Token would live too long")
	}
}

func tokenOfEachCall(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	caller, made := s.one(t, acctest.Values{})
	read, problems := caller.Read(made)
	complain(t, problems)
	nonces := map[string]bool{}
	for _, request := range s.server.Requests("", "") {
		token := request.Header.Get("token")
		says := inside(t, token)
		nonces[says.Get("nonce")] = true
		end, err := strconv.ParseInt(says.Get("expireAt"), 10, 64)
		if left := time.Until(time.UnixMilli(end)); err != nil || left > 10*time.Minute {
			t.Errorf("a token for a call holds %v", left)
		}
		for _, state := range []acctest.Object{made, read} {
			if text := state.Value.String(); strings.Contains(text, token) || strings.Contains(text, app.AccessKey) || strings.Contains(text, app.SecretKey) {
				t.Errorf("the state has a secret: %s", text)
			}
		}
	}
	if len(nonces) != 2 {
		t.Errorf("%d tokens for 2 calls", len(nonces))
	}
}

func secretStays(t *testing.T) {
	t.Helper()
	s := start(t, emulator.Options{})
	s.one(t, acctest.Values{"disabled": true})
	s.open(t, sdkToken, acctest.Values{"role": "admin"})
	s.open(t, roomToken, acctest.Values{"room_id": "sg/" + unused, "role": "admin"})
	for _, request := range s.server.Requests("", "") {
		text := fmt.Sprint(request.Path, request.Query, request.Header, string(request.Body), inside(t, request.Header.Get("token")))
		if strings.Contains(text, app.SecretKey) || strings.HasPrefix(request.Path, "/v5/tokens/teams") {
			t.Errorf("%s %s tells the secret key", request.Method, request.Path)
		}
	}
}

func tokenStatus(t *testing.T) {
	t.Helper()
	for _, options := range []emulator.Options{{}, {LegacyResponses: true}} {
		s := start(t, options)
		room := s.AddRoom("sg", emulator.Room{})
		_, problems := s.callAs(t, map[string]any{"sdk_token": s.sdkToken(t, api.Writer)}).OpenEphemeral(roomToken, acctest.Values{"room_id": "sg/" + room.UUID, "role": "reader"})
		complain(t, problems)
	}
}
