package venueless_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
)

func TestConfirmNotFound(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	hidden := s.createRoom(t, venueless.Room{})
	elsewhere, err := s.client.CreateRoom(t.Context(), "other", completeRoom(venueless.Room{}))
	if err != nil {
		t.Fatal(err)
	}
	schedule := newClient(t, s.server, venueless.Config{WorldID: "acc", JWT: venueless.JWT{Secret: secret, Traits: []string{"schedule-update"}}})
	app := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusNotFound)
	})
	webApp := newClient(t, startServer(t, app), venueless.Config{WorldID: "acc", Token: "x"})
	// A gateway that responds to each read with 404 and to each write with 403.
	gateway := newClient(t, startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(map[bool]int{true: http.StatusForbidden, false: http.StatusNotFound}[r.Method == http.MethodPost])
		_, _ = w.Write([]byte(`{"detail":"No."}`)) // the client may have closed the connection
	})), venueless.Config{WorldID: "acc", Token: "x"})
	// Servers that respond to each POST in the same way.
	posts := func(created int, response string) *venueless.Client {
		return newClient(t, startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			status, body := created, response
			w.Header().Set("Content-Type", "application/json")
			if r.Method != http.MethodPost {
				status, body = http.StatusNotFound, `{"detail":"No."}`
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body)) // the client may have closed the connection
		})), venueless.Config{WorldID: "acc", Token: "x"})
	}
	permissive, firewall := posts(http.StatusCreated, `{"id":"11111111-2222-4333-8444-000000000001"}`), posts(http.StatusBadRequest, `{"detail":"blocked"}`)
	creator := s.creatorClient(t)
	for name, test := range map[string]struct {
		client   *venueless.Client
		world    string
		id       string
		reason   transport.Reason
		contains string
	}{
		"deleted":                            {s.client, "", uuid.NewString(), transport.NotFound, ""},
		"hidden, token without rights":       {schedule, "", hidden.ID, transport.Unauthorized, "cannot tell"},
		"deleted, token without rights":      {schedule, "", uuid.NewString(), transport.Unauthorized, "cannot tell"},
		"not visible":                        {creator, "", hidden.ID, transport.Unauthorized, "exists"},
		"in another world":                   {s.client, "", elsewhere.ID, transport.Unauthorized, "exists"},
		"unknown world":                      {s.client, "nope", hidden.ID, transport.UnknownRoute, "no such world"},
		"not the API":                        {webApp, "", hidden.ID, transport.UnexpectedResponse, "HTML"},
		"a gateway":                          {gateway, "", hidden.ID, transport.Unauthorized, "cannot tell"},
		"server accepts rooms without names": {permissive, "", uuid.NewString(), transport.UnexpectedResponse, "without a name"},
		"request blocked":                    {firewall, "", uuid.NewString(), transport.Invalid, "blocked"},
		"not a UUID":                         {s.client, "", "hall", transport.Invalid, "UUID"},
		"UUID in upper case":                 {s.client, "", strings.ToUpper(hidden.ID), transport.Invalid, "UUID"},
		"path instead of an ID":              {s.client, "", "../rooms", transport.Invalid, "UUID"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := test.client.Room(t.Context(), test.world, test.id)
			requireError(t, err, test.reason, test.contains)
			failure, ok := errors.AsType[*transport.Error](err)
			if !ok || failure.ExistenceUnknown != (test.contains == "cannot tell") {
				t.Errorf("ExistenceUnknown is %t", !ok || failure.ExistenceUnknown)
			}
			_, err = test.client.UpdateRoom(t.Context(), test.world, test.id, venueless.RoomChange{})
			requireError(t, err, test.reason, test.contains)
			requireError(t, test.client.DeleteRoom(t.Context(), test.world, test.id), test.reason, test.contains)
		})
	}
}
