package venueless_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

func TestWorldDomain(t *testing.T) {
	t.Parallel()
	c, _ := start(t, venueless.Options{Worlds: []venueless.World{
		{ID: "acc", Secret: secret, Grants: venueless.APIUserGrants()},
		{ID: "other", Secret: secret, Grants: venueless.APIUserGrants(), Domain: "other.example.org"},
	}})
	const acc, other = "/api/v1/worlds/acc/", "/api/v1/worlds/other/"
	for _, step := range []struct {
		path, body string
		status     int
		contains   string
	}{
		{acc, `{}`, http.StatusOK, `"domain":null`},
		{acc, `{"domain":"other.example.org"}`, http.StatusBadRequest, `{"domain":["world with this domain already exists."]}`},
		{acc, `{"domain":"BAD"}`, http.StatusBadRequest, `{"domain":["Enter a valid value."]}`},
		{other, `{"domain":"other.example.org"}`, http.StatusOK, `"domain":"other.example.org"`},
		{other, `{"domain":""}`, http.StatusOK, `"domain":""`},
		{acc, `{"domain":""}`, http.StatusInternalServerError, ""},
		{other, `{"domain":null}`, http.StatusOK, `"domain":null`},
		{other, `{"id":"copy"}`, http.StatusOK, `"id":"copy"`},
		{other, `{"id":"acc"}`, http.StatusBadRequest, `{"id":["world with this id already exists."]}`},
		{"/api/v1/worlds/copy/", `{"title":"Copy"}`, http.StatusOK, `"title":"Copy"`},
	} {
		if got := c.requireStatus(step.status, "PATCH", step.path, step.body); !strings.Contains(got, step.contains) {
			t.Errorf("%s %s: %s, want %s", step.path, step.body, got, step.contains)
		}
	}
}

// TestWorldsAreSeparate creates a room in one of two worlds with different secrets.
func TestWorldsAreSeparate(t *testing.T) {
	t.Parallel()
	c, _ := start(t, venueless.Options{Worlds: []venueless.World{
		{ID: "acc", Secret: secret, Grants: venueless.APIUserGrants()},
		{ID: "other", Secret: "another-secret", Grants: venueless.APIUserGrants()},
	}})
	c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"id":"`+roomID+`","name":"Hall"}`)
	otherToken, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims["apiuser"]).SignedString([]byte("another-secret"))
	if err != nil {
		t.Fatal(err)
	}
	for path, status := range map[string]int{
		roomsPath: http.StatusForbidden, "/api/v1/worlds/other/rooms/": http.StatusOK, "/api/v1/worlds/other/rooms/" + roomID + "/": http.StatusNotFound,
	} {
		if got := c.send("GET", path, otherToken, "", ""); got.status != status {
			t.Errorf("%s: status %d, want %d", path, got.status, status)
		}
	}
	if got := c.send("POST", "/api/v1/worlds/other/rooms/", otherToken, `{"name":"x","id":"`+roomID+`"}`, "application/json"); !strings.Contains(got.content, "already exists") {
		t.Errorf("the ID of a room in another world was accepted: %s", got.content)
	}
}
