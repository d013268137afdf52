package whiteboard_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestSignatures(t *testing.T) {
	t.Parallel()
	encode := func(text string) string { return "NETLESSSDK_" + base64.RawURLEncoding.EncodeToString([]byte(text)) }
	for name, test := range map[string]struct {
		token  string
		now    int64
		status int
	}{
		"one millisecond before expiry": {expiringSDKToken, expiry - 1, http.StatusOK},
		"expired":                       {expiringSDKToken, expiry, http.StatusUnauthorized},
		"without expiry":                {sdkToken, expiry * 2, http.StatusOK},
		"reader of a room":              {readerRoomToken, expiry - 1, http.StatusForbidden},
		"reader of a room, expired":     {readerRoomToken, expiry, http.StatusUnauthorized},
		"room token with SDK prefix":    {strings.Replace(readerRoomToken, "ROOM", "SDK", 1), expiry - 1, http.StatusForbidden},
		"decoded and encoded":           {encode(sdkTokenValues), 0, http.StatusOK},
		"changed role":                  {encode(strings.Replace(sdkTokenValues, "role=0", "role=1", 1)), 0, http.StatusUnauthorized},
		"added expiry":                  {encode(sdkTokenValues + "&expireAt=99999999999999"), 0, http.StatusUnauthorized},
		"key of another app":            {encode(strings.Replace(sdkTokenValues, "test-ak", "other-ak", 1)), 0, http.StatusUnauthorized},
		"key of no app":                 {encode(strings.Replace(sdkTokenValues, "test-ak", "nobody", 1)), 0, http.StatusUnauthorized},
		"task token":                    {strings.Replace(sdkToken, "SDK", "TASK", 1), 0, http.StatusUnauthorized},
		"not base64":                    {"NETLESSSDK_%", 0, http.StatusUnauthorized},
		"no token":                      {"", 0, http.StatusUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := options()
			options.Now = func() time.Time { return time.UnixMilli(test.now) }
			s := newService(t, options)
			s.AddRoom("sg", whiteboard.Room{UUID: roomID})
			if status, got := send[object](t, s, "GET", "/v5/rooms/"+roomID, "sg", test.token, ""); status != test.status {
				t.Errorf("got %d %v, want %d", status, got, test.status)
			}
		})
	}
}

// TestRoles checks which types and roles of tokens each request accepts.
func TestRoles(t *testing.T) {
	t.Parallel()
	s := newService(t, options())
	own := s.AddRoom("sg", whiteboard.Room{})
	other := s.AddRoom("sg", whiteboard.Room{})
	roomOfOtherApp := s.AddRoom("sg", whiteboard.Room{AppUUID: "app-2"})
	tokens := map[string]string{}
	for _, role := range []string{"admin", "writer", "reader"} {
		_, sdk := send[string](t, s, "POST", "/v5/tokens/teams", "sg", "",
			`{"accessKey":"test-ak","secretAccessKey":"test-sk","lifespan":1000,"role":"`+role+`"}`)
		_, room := send[string](t, s, "POST", "/v5/tokens/rooms/"+own.UUID, "sg", sdkToken, `{"lifespan":0,"role":"`+role+`"}`)
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
		{"create a token", "POST", "/v5/tokens/rooms/" + own.UUID, `{"role":"reader"}`, 201, "sdk admin, sdk writer"},
		{"read another room", "GET", "/v5/rooms/" + other.UUID, "", 200, "sdk admin, sdk writer"},
		{"read a room of another app", "GET", "/v5/rooms/" + roomOfOtherApp.UUID, "", 200, ""},
	} {
		for holder, token := range tokens {
			want := http.StatusForbidden
			if strings.Contains(test.allowed, holder) {
				want = test.done
			}
			if status, got := send[any](t, s, test.method, test.path, "sg", token, test.body); status != want {
				t.Errorf("%s as %s: got %d %v, want %d", test.name, holder, status, got, want)
			}
		}
	}
}

// TestAppsAreSeparate checks that an app cannot reach rooms of another, and that its rooms stay when its keys are replaced.
func TestAppsAreSeparate(t *testing.T) {
	t.Parallel()
	for _, hidden := range []bool{false, true} {
		options := options()
		options.HideRoomsOfOtherApps = hidden
		s := newService(t, options)
		own, roomOfOtherApp := s.AddRoom("sg", whiteboard.Room{}), s.AddRoom("sg", whiteboard.Room{AppUUID: "app-2"})
		want := http.StatusForbidden
		if hidden {
			want = http.StatusNotFound
		}
		if status, got := send[object](t, s, "GET", "/v5/rooms/"+roomOfOtherApp.UUID, "sg", sdkToken, ""); status != want {
			t.Errorf("read: %d %v, want %d", status, got, want)
		}
		if _, list := send[[]whiteboard.Room](t, s, "GET", "/v5/rooms", "sg", sdkToken, ""); len(list) != 1 || list[0].UUID != own.UUID {
			t.Errorf("list: %v, want only %s", list, own.UUID)
		}
		s.SetApp(whiteboard.App{AccessKey: "new-ak", SecretKey: "new-sk", UUID: "app-1"})
		if status, got := send[object](t, s, "GET", "/v5/rooms/"+own.UUID, "sg", sdkToken, ""); status != http.StatusUnauthorized {
			t.Errorf("with the old key: %d %v", status, got)
		}
		_, token := send[string](t, s, "POST", "/v5/tokens/teams", "sg", "", `{"accessKey":"new-ak","secretAccessKey":"new-sk","role":"admin"}`)
		if status, got := send[object](t, s, "GET", "/v5/rooms/"+own.UUID, "sg", token, ""); status != http.StatusOK {
			t.Errorf("with the new key: %d %v", status, got)
		}
		s.SetApp(whiteboard.App{AccessKey: "third-ak", SecretKey: "third-sk", UUID: "app-3"})
		_, token = send[string](t, s, "POST", "/v5/tokens/teams", "sg", "", `{"accessKey":"third-ak","secretAccessKey":"third-sk","role":"admin"}`)
		if _, list := send[[]whiteboard.Room](t, s, "GET", "/v5/rooms", "sg", token, ""); len(list) != 0 {
			t.Errorf("a new app has %v", list)
		}
	}
}
