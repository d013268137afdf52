package venueless_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	c, service := start(t, venueless.Options{})
	now := time.Now()
	for name, test := range map[string]struct {
		header string
		status int
	}{
		"scheme in lower case": {"bearer " + signToken(t, claims["apiuser"]), http.StatusOK},
		"other scheme":         {"Token " + signToken(t, claims["apiuser"]), http.StatusForbidden},
		"issued in the future": {"Bearer " + signToken(t, jwt.MapClaims{
			"iss": "any", "aud": "venueless", "traits": []string{"apiuser"}, "iat": now.Add(time.Minute).Unix(),
		}), http.StatusForbidden},
		"expired": {"Bearer " + signToken(t, jwt.MapClaims{
			"iss": "any", "aud": "venueless", "traits": []string{"apiuser"}, "exp": now.Add(-time.Minute).Unix(),
		}), http.StatusForbidden},
	} {
		recorder, request := httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, roomsPath, http.NoBody)
		request.Header.Set("Authorization", test.header)
		service.ServeHTTP(recorder, request)
		if recorder.Code != test.status {
			t.Errorf("%s: status %d, want %d", name, recorder.Code, test.status)
		}
	}
	c.requireStatus(http.StatusOK, "PATCH", "/api/v1/worlds/acc/", `{"config":{"theme":{}}}`)
	c.requireStatus(http.StatusForbidden, "GET", roomsPath, "") // the update removed the secrets
}

func TestAuthorizationAndAcceptHeaders(t *testing.T) {
	t.Parallel()
	_, service := start(t, venueless.Options{})
	token := signToken(t, claims["apiuser"])
	for header, want := range map[string]string{
		"":                      "Authentication credentials were not provided.",
		"Bearer":                "Invalid token header. No credentials provided.",
		"Bearer " + token + "x": "Invalid token.",
		"Bearer a b":            "Invalid token header. Token string should not contain spaces.",
		"Bearer  " + token:      `"count":0`,
	} {
		recorder, request := httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, roomsPath, http.NoBody)
		request.Header.Set("Authorization", header)
		service.ServeHTTP(recorder, request)
		if got := recorder.Body.String(); !strings.Contains(got, want) {
			t.Errorf("%.20s: %d %s, want %s", header, recorder.Code, got, want)
		}
	}
	accepts := map[string]int{
		"text/html": http.StatusNotAcceptable, "text/html, */*;q=0.1": http.StatusOK, "application/*": http.StatusOK, "text/plain": http.StatusNotAcceptable,
	}
	for _, accept := range slices.Sorted(maps.Keys(accepts)) {
		recorder, request := httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, roomsPath, http.NoBody)
		request.Header.Set("Authorization", "Bearer "+token)
		request.Header.Set("Accept", accept)
		service.ServeHTTP(recorder, request)
		if recorder.Code != accepts[accept] {
			t.Errorf("Accept %s: status %d, want %d", accept, recorder.Code, accepts[accept])
		}
	}
}

func TestDefaultGrantsCannotCreateRooms(t *testing.T) {
	t.Parallel()
	c, _ := start(t, venueless.Options{Worlds: []venueless.World{{ID: "acc", Secret: secret}}})
	for _, token := range []string{"apiuser", "schedule", "noapi"} {
		if got := c.send("POST", roomsPath, token, `{"name":"Hall"}`, "application/json"); got.status != http.StatusForbidden {
			t.Errorf("%s: status %d, want 403", token, got.status)
		}
	}
}

// TestRoomGrantsAllowOnlyReading gives a token all roles in one room, and only access to the API in the world.
func TestRoomGrantsAllowOnlyReading(t *testing.T) {
	t.Parallel()
	c, _ := start(t, venueless.Options{})
	c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"id":"`+roomID+`","name":"Hall","trait_grants":{"admin":["schedule-update"],"room_owner":[]}}`)
	for method, status := range map[string]int{"GET": http.StatusOK, "PATCH": http.StatusForbidden, "PUT": http.StatusForbidden, "DELETE": http.StatusForbidden} {
		if got := c.send(method, roomsPath+roomID+"/", "schedule", `{"name":"Other"}`, "application/json"); got.status != status {
			t.Errorf("%s: status %d, want %d", method, got.status, status)
		}
	}
}

func TestRoleWithoutDeletePermission(t *testing.T) {
	t.Parallel()
	roles, grants := venueless.DefaultRoles(), venueless.APIUserGrants()
	all, _ := roles["apiuser"].([]any)
	roles["editor"] = slices.DeleteFunc(slices.Clone(all), func(permission any) bool { return permission == "room:delete" })
	grants["editor"] = []any{"editor"}
	c, _ := start(t, venueless.Options{Worlds: []venueless.World{{ID: "acc", Secret: secret, Roles: roles, Grants: grants}}})
	editor := signToken(t, jwt.MapClaims{"iss": "any", "aud": "venueless", "traits": []string{"editor"}})
	for _, request := range []struct {
		method, path string
		status       int
	}{{"POST", roomsPath, http.StatusCreated}, {"PATCH", roomsPath + roomID + "/", http.StatusOK}, {"DELETE", roomsPath + roomID + "/", http.StatusForbidden}} {
		if got := c.send(request.method, request.path, editor, `{"name":"Hall","id":"`+roomID+`"}`, "application/json"); got.status != request.status {
			t.Errorf("%s: status %d, want %d: %s", request.method, got.status, request.status, got.content)
		}
	}
	c.requireStatus(http.StatusNoContent, "DELETE", roomsPath+roomID+"/", "")
	c.requireStatus(http.StatusBadRequest, "PATCH", "/api/v1/worlds/acc/", `{"roles":null}`)
	c.requireStatus(http.StatusOK, "PATCH", "/api/v1/worlds/acc/", `{"roles":{"apiuser":["world:api"]}}`)
	c.requireStatus(http.StatusForbidden, "POST", roomsPath, `{"name":"Hall"}`)
}
