package whiteboard_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// The tokens that npm netless-token 1.0.2 makes of these keys and this nonce.
const (
	boundedSDK  = "NETLESSSDK_YWs9dGVzdC1hayZleHBpcmVBdD0xNzAwMDAwMDAwMDAwJm5vbmNlPTAwMDAwMDAwLTAwMDAtMTAwMC04MDAwLTAwMDAwMDAwMDAwMCZyb2xlPTAmc2lnPTM1ZDVmYWFiMzllMTVlYTE4MTJhN2VlMzE3NDhhYmNkMTQ5ZmQ3NjQyMzUxODY3YWIxNjA1YjYwODg2OTE1NTA"
	endlessSDK  = "NETLESSSDK_YWs9dGVzdC1hayZub25jZT0wMDAwMDAwMC0wMDAwLTEwMDAtODAwMC0wMDAwMDAwMDAwMDAmcm9sZT0wJnNpZz1kNWIwYjIyMzU3NWY5MzU1ODIxZTQ5MDJjNDNlZDI2Nzk4YzgxYmI4YmViMmNmN2E1MDZjYzcwMWQ0MmMzMGRj"
	readerRoom  = "NETLESSROOM_YWs9dGVzdC1hayZleHBpcmVBdD0xNzAwMDAwMDAwMDAwJm5vbmNlPTAwMDAwMDAwLTAwMDAtMTAwMC04MDAwLTAwMDAwMDAwMDAwMCZyb2xlPTImc2lnPTNjMmYzYzA3NDkyY2JjYWFiOWNiZGY3YTdlZGM5ZjI5ZTgxOTE5OGFlMGNiZjU1NzM5ZTBkYzI5M2U3YWUwYjQmdXVpZD00YTVmMDAwMDAwMDAxMWVlYjlkMTAxMjM0NTY3ODlhYg"
	vectorRoom  = "4a5f0000000011eeb9d10123456789ab"
	vectorsEnd  = 1700000000000 // milliseconds; from then on the bounded tokens are expired
	endlessText = "ak=test-ak&nonce=00000000-0000-1000-8000-000000000000&role=0&sig=d5b0b223575f9355821e4902c43ed26798c81bb8beb2cf7a506cc701d42c30dc"
)

func options() whiteboard.Options {
	return whiteboard.Options{
		Apps: []whiteboard.App{
			{AccessKey: "test-ak", SecretKey: "test-sk", UUID: "app-1"},
			{AccessKey: "other-ak", SecretKey: "other-sk", UUID: "app-2"},
		},
		Now: func() time.Time { return time.UnixMilli(vectorsEnd - 1) },
	}
}

// ask sends a request and decodes the answer.
func ask[T any](t *testing.T, s *whiteboard.Service, method, path, region, token, body string) (status int, got T) {
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

func TestSignatures(t *testing.T) {
	t.Parallel()
	encode := func(text string) string { return "NETLESSSDK_" + base64.RawURLEncoding.EncodeToString([]byte(text)) }
	for name, test := range map[string]struct {
		token  string
		now    int64
		status int
	}{
		"bounded, the last millisecond":  {boundedSDK, vectorsEnd - 1, http.StatusOK},
		"bounded, expired":               {boundedSDK, vectorsEnd, http.StatusUnauthorized},
		"without an end":                 {endlessSDK, vectorsEnd * 2, http.StatusOK},
		"reader of a room":               {readerRoom, vectorsEnd - 1, http.StatusForbidden},
		"reader of a room, expired":      {readerRoom, vectorsEnd, http.StatusUnauthorized},
		"room token called an SDK token": {strings.Replace(readerRoom, "ROOM", "SDK", 1), vectorsEnd - 1, http.StatusForbidden},
		"taken apart, put together":      {encode(endlessText), 0, http.StatusOK},
		"of another role":                {encode(strings.Replace(endlessText, "role=0", "role=1", 1)), 0, http.StatusUnauthorized},
		"with an end added":              {encode(endlessText + "&expireAt=99999999999999"), 0, http.StatusUnauthorized},
		"of another app":                 {encode(strings.Replace(endlessText, "test-ak", "other-ak", 1)), 0, http.StatusUnauthorized},
		"of an unknown app":              {encode(strings.Replace(endlessText, "test-ak", "nobody", 1)), 0, http.StatusUnauthorized},
		"of a task":                      {strings.Replace(endlessSDK, "SDK", "TASK", 1), 0, http.StatusUnauthorized},
		"not encoded":                    {"NETLESSSDK_%", 0, http.StatusUnauthorized},
		"none":                           {"", 0, http.StatusUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := options()
			options.Now = func() time.Time { return time.UnixMilli(test.now) }
			s := whiteboard.New(options)
			s.AddRoom("sg", whiteboard.Room{UUID: vectorRoom})
			if status, got := ask[object](t, s, "GET", "/v5/rooms/"+vectorRoom, "sg", test.token, ""); status != test.status {
				t.Errorf("got %d %v, want %d", status, got, test.status)
			}
		})
	}
}

// TestRoles holds the table of rights: who may do what with which token.
func TestRoles(t *testing.T) {
	t.Parallel()
	s := whiteboard.New(options())
	own := s.AddRoom("sg", whiteboard.Room{})
	other := s.AddRoom("sg", whiteboard.Room{})
	foreign := s.AddRoom("sg", whiteboard.Room{AppUUID: "app-2"})
	tokens := map[string]string{}
	for _, role := range []string{"admin", "writer", "reader"} {
		_, sdk := ask[string](t, s, "POST", "/v5/tokens/teams", "sg", "",
			`{"accessKey":"test-ak","secretAccessKey":"test-sk","lifespan":1000,"role":"`+role+`"}`)
		_, room := ask[string](t, s, "POST", "/v5/tokens/rooms/"+own.UUID, "sg", endlessSDK, `{"lifespan":0,"role":"`+role+`"}`)
		tokens["sdk "+role], tokens["room "+role] = sdk, room
	}
	for _, test := range []struct {
		name, method, path, body string
		done                     int
		allowed                  string
	}{
		{"create", "POST", "/v5/rooms", `{}`, 201, "sdk admin, sdk writer"},
		{"read", "GET", "/v5/rooms/" + own.UUID, "", 200, "sdk admin, sdk writer, room admin, room writer"},
		{"disable", "PATCH", "/v5/rooms/" + own.UUID, `{"isBan":true}`, 201, "sdk admin, room admin"},
		{"give a token", "POST", "/v5/tokens/rooms/" + own.UUID, `{"role":"reader"}`, 201, "sdk admin, sdk writer"},
		{"read another room", "GET", "/v5/rooms/" + other.UUID, "", 200, "sdk admin, sdk writer"},
		{"read another app's", "GET", "/v5/rooms/" + foreign.UUID, "", 200, ""},
	} {
		for holder, token := range tokens {
			want := http.StatusForbidden
			if strings.Contains(test.allowed, holder) {
				want = test.done
			}
			if status, got := ask[any](t, s, test.method, test.path, "sg", token, test.body); status != want {
				t.Errorf("%s as %s: got %d %v, want %d", test.name, holder, status, got, want)
			}
		}
	}
}

// TestAppsAreApart holds that an app finds no room of another, and that its rooms stay when its keys are replaced.
func TestAppsAreApart(t *testing.T) {
	t.Parallel()
	for _, hidden := range []bool{false, true} {
		options := options()
		options.HideRoomsOfOtherApps = hidden
		s := whiteboard.New(options)
		own, foreign := s.AddRoom("sg", whiteboard.Room{}), s.AddRoom("sg", whiteboard.Room{AppUUID: "app-2"})
		want := http.StatusForbidden
		if hidden {
			want = http.StatusNotFound
		}
		if status, got := ask[object](t, s, "GET", "/v5/rooms/"+foreign.UUID, "sg", endlessSDK, ""); status != want {
			t.Errorf("read: %d %v, want %d", status, got, want)
		}
		if _, list := ask[[]whiteboard.Room](t, s, "GET", "/v5/rooms", "sg", endlessSDK, ""); len(list) != 1 || list[0].UUID != own.UUID {
			t.Errorf("list: %v, want %s alone", list, own.UUID)
		}
		s.SetApp(whiteboard.App{AccessKey: "new-ak", SecretKey: "new-sk", UUID: "app-1"})
		if status, got := ask[object](t, s, "GET", "/v5/rooms/"+own.UUID, "sg", endlessSDK, ""); status != http.StatusUnauthorized {
			t.Errorf("with the old key: %d %v", status, got)
		}
		_, token := ask[string](t, s, "POST", "/v5/tokens/teams", "sg", "", `{"accessKey":"new-ak","secretAccessKey":"new-sk","role":"admin"}`)
		if status, got := ask[object](t, s, "GET", "/v5/rooms/"+own.UUID, "sg", token, ""); status != http.StatusOK {
			t.Errorf("with the new key: %d %v", status, got)
		}
		s.SetApp(whiteboard.App{AccessKey: "third-ak", SecretKey: "third-sk", UUID: "app-3"})
		_, token = ask[string](t, s, "POST", "/v5/tokens/teams", "sg", "", `{"accessKey":"third-ak","secretAccessKey":"third-sk","role":"admin"}`)
		if _, list := ask[[]whiteboard.Room](t, s, "GET", "/v5/rooms", "sg", token, ""); len(list) != 0 {
			t.Errorf("a new app has %v", list)
		}
	}
}

func TestRegionsAreApart(t *testing.T) {
	t.Parallel()
	s := whiteboard.New(options())
	status, made := ask[whiteboard.Room](t, s, "POST", "/v5/rooms", "eu", endlessSDK, `{"isRecord":true,"limit":3,"name":"x"}`)
	if status != http.StatusCreated || !made.IsRecord || made.Limit != 3 || made.IsBan || len(made.UUID) != 32 {
		t.Fatalf("made %d %+v", status, made)
	}
	for region, want := range map[string]int{"eu": 200, "sg": 404, "gb-lon": 400, "": 400} {
		if status, got := ask[object](t, s, "GET", "/v5/rooms/"+made.UUID, region, endlessSDK, ""); status != want {
			t.Errorf("in %q: got %d %v, want %d", region, status, got, want)
		}
	}
}

func TestPagesBeginWithTheRoomAskedFor(t *testing.T) {
	t.Parallel()
	s := whiteboard.New(options())
	for _, uuid := range []string{"c", "a", "d", "b"} {
		s.AddRoom("sg", whiteboard.Room{UUID: uuid})
	}
	s.AddRoom("sg", whiteboard.Room{UUID: "bb", AppUUID: "app-2"})
	for query, want := range map[string]string{
		"":                       "abcd",
		"?limit=2":               "ab",
		"?beginUUID=b&limit=2":   "bc",
		"?beginUUID=b&limit=1":   "b",
		"?beginUUID=d&limit=100": "d",
	} {
		status, page := ask[[]whiteboard.Room](t, s, "GET", "/v5/rooms/"+query, "sg", endlessSDK, "")
		var got strings.Builder
		for _, room := range page {
			got.WriteString(room.UUID)
		}
		if status != http.StatusOK || got.String() != want {
			t.Errorf("%q: got %d %s, want %s", query, status, got.String(), want)
		}
	}
	for _, query := range []string{"?limit=0", "?limit=1001", "?limit=x"} {
		if status, _ := ask[object](t, s, "GET", "/v5/rooms"+query, "sg", endlessSDK, ""); status != http.StatusBadRequest {
			t.Errorf("%q: got %d", query, status)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	s := whiteboard.New(options())
	room := s.AddRoom("sg", whiteboard.Room{})
	for _, test := range []struct {
		method, path, body string
		status             int
	}{
		{"POST", "/v5/rooms", `{"limit":-1}`, 400},
		{"POST", "/v5/rooms", `{"isRecord":"yes"}`, 400},
		{"PATCH", "/v5/rooms/" + room.UUID, `{}`, 400},
		{"PATCH", "/v5/rooms/ffffffffffffffffffffffffffffffff", `{"isBan":true}`, 404},
		{"POST", "/v5/tokens/rooms/" + room.UUID, `{"role":"0"}`, 400},
		{"POST", "/v5/tokens/teams", `{"accessKey":"test-ak","secretAccessKey":"wrong","role":"admin"}`, 403},
	} {
		status, got := ask[object](t, s, test.method, test.path, "sg", endlessSDK, test.body)
		if _, said := got["message"].(string); status != test.status || !said {
			t.Errorf("%s %s %s: got %d %v, want %d with a message", test.method, test.path, test.body, status, got, test.status)
		}
	}
}

func TestNothingCanBeDeleted(t *testing.T) {
	t.Parallel()
	s := whiteboard.New(options())
	room := s.AddRoom("sg", whiteboard.Room{})
	request := httptest.NewRequestWithContext(t.Context(), "DELETE", "/v5/rooms/"+room.UUID, nil)
	request.Header.Set("region", "sg")
	request.Header.Set("token", endlessSDK)
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusMethodNotAllowed || len(s.Rooms("sg")) != 1 {
		t.Errorf("got %d, and there are %d rooms", recorder.Code, len(s.Rooms("sg")))
	}
}

func TestSwitches(t *testing.T) {
	t.Parallel()
	options := options()
	options.DisableRecording, options.WrapResponses, options.LegacyResponses = true, true, true
	s := whiteboard.New(options)
	type wrapped[T any] struct {
		Status int
		Body   T
	}
	status, made := ask[wrapped[object]](t, s, "POST", "/v5/rooms", "sg", endlessSDK, `{"isRecord":true}`)
	if _, app := made.Body["appUUID"]; status != 201 || made.Status != 201 || made.Body["isRecord"] != false || app {
		t.Errorf("room: got %d %v", status, made)
	}
	status, token := ask[wrapped[string]](t, s, "POST", "/v5/tokens/rooms/"+made.Body["uuid"].(string), "sg", endlessSDK, `{"role":"writer"}`) //nolint:forcetypeassert // a panic says enough
	if status != 200 || token.Status != 200 || !strings.HasPrefix(token.Body, "NETLESSROOM_") {
		t.Errorf("token: got %d %v", status, token)
	}
}

func TestOtherHands(t *testing.T) {
	t.Parallel()
	s := whiteboard.New(options())
	room := s.AddRoom("sg", whiteboard.Room{Limit: 2})
	if !s.BanRoom("sg", room.UUID, true) || !s.Rooms("sg")[0].IsBan || s.BanRoom("eu", room.UUID, true) {
		t.Errorf("ban: %+v", s.Rooms("sg"))
	}
	if s.DeleteRoom("eu", room.UUID) || !s.DeleteRoom("sg", room.UUID) || len(s.Rooms("sg")) != 0 {
		t.Errorf("remove: %+v", s.Rooms("sg"))
	}
}
