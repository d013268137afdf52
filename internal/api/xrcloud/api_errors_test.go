package xrcloud_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

const (
	contentTypeJSON = "application/json; charset=utf-8"
	contentTypeHTML = "text/html"
)

// An unexpected response is an error, and never the error NotFound.
func TestUnexpectedResponses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		status      int
		contentType string
		body        string
		reason      transport.Reason
		message     string
	}{
		{"HTML", 200, contentTypeHTML, "<html><title>Sign in</title></html>", transport.UnexpectedResponse, `an HTML page titled "Sign in"`},
		{"HTML with 404", 404, contentTypeHTML, "<html>Not found</html>", transport.UnexpectedResponse, "an HTML page"},
		{"HTML with 502", 502, contentTypeHTML, "<html>Bad gateway</html>", transport.ServerError, "an HTML page"},
		{"HTML with 403", 403, contentTypeHTML, "<html>No</html>", transport.Unauthorized, "an HTML page"},
		{"text", 200, "text/plain", "hello", transport.UnexpectedResponse, "a response that is not JSON"},
		{"cut JSON", 200, contentTypeJSON, `{"id":"`, transport.UnexpectedResponse, "incomplete or invalid JSON"},
		{"other object", 200, contentTypeJSON, `{"ok":true}`, transport.UnexpectedResponse, "JSON that XRCLOUD does not send"},
		{"number", 200, contentTypeJSON, `1`, transport.UnexpectedResponse, "JSON that XRCLOUD does not send"},
		{"null", 200, contentTypeJSON, `null`, transport.UnexpectedResponse, "JSON that XRCLOUD does not send"},
		{"list of other objects", 200, contentTypeJSON, `[{"ok":true}]`, transport.UnexpectedResponse, "JSON that XRCLOUD does not send"},
		{"list of null", 200, contentTypeJSON, `[null]`, transport.UnexpectedResponse, "JSON that XRCLOUD does not send"},
		{"page without items", 200, contentTypeJSON, `{"items":null,"total":0}`, transport.UnexpectedResponse, "JSON that XRCLOUD does not send"},
		{"error without a message", 404, contentTypeJSON, `{"message":null}`, transport.UnexpectedResponse, "gives no reason"},
		{"error with an empty message", 404, contentTypeJSON, `{"message":[""]}`, transport.UnexpectedResponse, "gives no reason"},
		{"error of another API", 404, contentTypeJSON, `{"errors":[{"code":7}]}`, transport.UnexpectedResponse, "gives no reason"},
		{"error that is not an object", 400, contentTypeJSON, `["no"]`, transport.UnexpectedResponse, "gives no reason"},
		{"unknown route", 404, contentTypeJSON, `{"statusCode":404,"message":"Cannot GET /api/nope","error":"Not Found"}`, transport.UnknownRoute, "Cannot GET /api/nope"},
		{"another object is not found", 404, contentTypeJSON, fmt.Sprintf(`{"message":"Room with ID %s not found"}`, uuid.NewString()), transport.Invalid, "not found"},
		{"a part of the path is not found", 404, contentTypeJSON, `{"message":"Room with ID api not found and more"}`, transport.UnknownRoute, "not found"},
		{"parent is not sent", 404, contentTypeJSON, `{"message":"Scene not provided in the request"}`, transport.Invalid, "Scene not provided"},
		{"not found with 400", 400, contentTypeJSON, `{"message":"Room with ID x not found"}`, transport.Invalid, "not found"},
		{"invalid token", 401, contentTypeJSON, `{"statusCode":401,"message":"Unauthorized"}`, transport.Unauthorized, "Unauthorized"},
		{"missing right", 403, contentTypeJSON, `{"statusCode":403,"message":"Forbidden resource"}`, transport.Unauthorized, "Forbidden resource"},
		{"conflict", 409, contentTypeJSON, `{"message":"Project with label fair already exists"}`, transport.Invalid, "already exists"},
		{"server error", 500, contentTypeJSON, `{"statusCode":500,"method":"GET","url":"/","body":{"password":"echoed-secret"},"message":"Internal Server Error"}`, transport.ServerError, "Internal Server Error"},
		{"rate limit", 429, contentTypeJSON, `{"message":"ThrottlerException: Too Many Requests"}`, transport.RateLimited, "Too Many Requests"},
	} {
		for _, m := range methods {
			if m.empty && c.status == 200 && c.contentType == contentTypeJSON {
				continue // the response to a DELETE has no body, and JSON in its place is not known
			}
			t.Run(c.name+"/"+m.name, func(t *testing.T) {
				t.Parallel()
				client := newClientWithResponse(t, c.status, c.contentType, c.body)
				failed := requireError(t, m.run(t.Context(), client, uuid.NewString(), uuid.NewString(), uuid.NewString()))
				if failed.Reason != c.reason || failed.Status != c.status || !strings.Contains(failed.Message, c.message) {
					t.Errorf("want reason %d and %q, got %d and %q", c.reason, c.message, failed.Reason, failed.Message)
				}
				if strings.Contains(failed.Error(), "echoed-secret") {
					t.Errorf("the error shows the echo of the request: %v", failed)
				}
			})
		}
	}
}

// Only the response to a DELETE is empty.
func TestEmptyResponses(t *testing.T) {
	t.Parallel()
	for _, m := range methods {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			err := m.run(t.Context(), newClientWithResponse(t, 200, "", ""), uuid.NewString(), uuid.NewString(), uuid.NewString())
			if m.empty && err != nil {
				t.Error(err)
			}
			if !m.empty && transport.ReasonOf(err) != transport.UnexpectedResponse {
				t.Errorf("want UnexpectedResponse, got %v", err)
			}
		})
	}
}

// The error is NotFound only if the object in the path does not exist. Another object that does not exist is invalid input.
func TestNotFound(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	client := s.clientWithAllCredentials(t)
	notFound := map[string]string{
		"Project": "projectId", "UpdateProject": "projectId", "DeleteProject": "projectId", "EnsureUser": "projectId",
		"Scene": "sceneId", "SceneModificationURL": "sceneId", "DeleteScene": "sceneId",
		"Scenes": "projectId", "SceneInProject": "projectId", "RoomsOfProject": "projectId", "RoomsOfScene": "sceneId",
		"Room": "roomId", "RoomForVisitor": "roomId", "RoomProject": "roomId", "RoomLogs": "roomId", "UpdateRoom": "roomId", "DeleteRoom": "roomId",
	}
	invalid := map[string]string{"SceneCreationURL": "projectId", "CreateRoom": "projectId"}
	for _, m := range methods {
		err := m.run(t.Context(), client, uuid.NewString(), uuid.NewString(), uuid.NewString())
		switch {
		case notFound[m.name] != "":
			if !transport.IsNotFound(err) || requireError(t, err).Fields[0].Field != notFound[m.name] {
				t.Errorf("%s: want NotFound with the field %s, got %v", m.name, notFound[m.name], err)
			}
		case invalid[m.name] != "":
			if failed := requireError(t, err); failed.Reason != transport.Invalid || failed.Fields[0].Field != invalid[m.name] {
				t.Errorf("%s: want invalid %s, got %v with %v", m.name, invalid[m.name], err, failed.Fields)
			}
		default: // the list of projects has no parent, and a room that does not exist is in no project
			if err != nil {
				t.Errorf("%s: %v", m.name, err)
			}
		}
	}
	_, _, err := client.CreateRoom(t.Context(), xrcloud.RoomInput{
		ProjectID: f.project.ID, SceneID: uuid.NewString(), Name: "Hall", ReturnURL: "https://example.com/", Size: 1,
	})
	if failed := requireError(t, err); failed.Reason != transport.Invalid || failed.Fields[0].Field != "sceneId" {
		t.Errorf("a scene that does not exist: want invalid sceneId, got %v", err)
	}
	if err := client.DeleteRoom(t.Context(), f.room.ID); err != nil {
		t.Fatal(err)
	}
	if err := client.DeleteRoom(t.Context(), f.room.ID); !transport.IsNotFound(err) {
		t.Errorf("a second deletion: want NotFound, got %v", err)
	}
}

// Requests that are not in the published documentation have the error UnknownRoute there, and not NotFound.
func TestPublishedServiceLacksRoutes(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{Published: true})
	f := s.createFixture(t)
	unknown := map[string]bool{"UpdateProject": true, "DeleteProject": true, "RoomProject": true}
	for _, m := range methods {
		if m.empty != (m.name == "DeleteProject") && m.empty {
			continue // they would delete the fixture
		}
		err := m.run(t.Context(), s.clientWithAllCredentials(t), f.project.ID, f.scene, f.room.ID)
		if want := unknown[m.name]; want && transport.ReasonOf(err) != transport.UnknownRoute || !want && err != nil {
			t.Errorf("%s: %v", m.name, err)
		}
	}
	scene, err := s.clientWithAllCredentials(t).Scene(t.Context(), f.scene)
	if err != nil || scene.Creator != nil {
		t.Errorf("the published form has no creator: %v, %v", scene.Creator, err)
	}
}

func TestFieldInMessage(t *testing.T) {
	t.Parallel()
	tierLimits := map[string]*transport.TierLimit{
		"Room size cannot exceed 10 for this tier.":      {Objects: "rooms", Maximum: "10"},
		"Cannot create more than 1 rooms for this tier.": {Objects: "rooms", Maximum: "1"},
	}
	for message, field := range map[string]string{
		"size must not be less than 1":                                  "size",
		"size must be a number conforming to the specified constraints": "size",
		"name should not be empty":                                      "name",
		"webhookUrl must be a URL address":                              "webhookUrl",
		"each value in tags must be a string":                           "tags",
		"property tags should not exist":                                "tags",
		"creator should not be one of the following values: admin":      "creator",
		"Project with label two words already exists":                   "label",
		"Room size cannot exceed 10 for this tier.":                     "size",
		"Cannot create more than 1 rooms for this tier.":                "",
		"Files is required.":                                            "",
		"Only image files are allowed":                                  "",
		"Either projectId or sceneId must be provided":                  "",
		"Internal Server Error":                                         "",
	} {
		client := newClientWithResponse(t, http.StatusBadRequest, contentTypeJSON, fmt.Sprintf(`{"message":[%q,"and more"],"error":"Bad Request","statusCode":400}`, message))
		_, err := client.Room(t.Context(), uuid.NewString())
		failed := requireError(t, err)
		want := []transport.FieldError{{Field: field, Message: message, TierLimit: tierLimits[message]}, {Message: "and more"}}
		if !cmp.Equal(failed.Fields, want) || failed.Message != message+"; and more" {
			t.Errorf("%s: got %v and %q", message, failed.Fields, failed.Message)
		}
	}
}

// The service responds with 500 to an ID of another form, or the ID would change the path.
func TestMalformedIDsAreNotSent(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := newClient(t, s.URL(), xrcloud.Config{APIKey: s.account.APIKey, AccessToken: "t"})
	fields := map[byte]string{'p': "projectId", 's': "sceneId", 'r': "roomId"}
	for _, id := range []string{
		"", "nope", "..", "../rooms", "F24EE5BA-8F1F-4F7A-86ED-738F95EA1F8B", "{f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b}",
		"f24ee5ba8f1f4f7a86ed738f95ea1f8b", "urn:uuid:f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b", "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b\n",
	} {
		for _, m := range methods {
			for i := range m.ids {
				given := map[byte]string{'p': uuid.NewString(), 's': uuid.NewString(), 'r': uuid.NewString()}
				given[m.ids[i]] = id
				err := m.run(t.Context(), client, given['p'], given['s'], given['r'])
				failed := requireError(t, err)
				if failed.Reason != transport.Invalid || len(failed.Fields) != 1 || failed.Fields[0].Field != fields[m.ids[i]] {
					t.Errorf("%s with %q: want invalid %s, got %v", m.name, id, fields[m.ids[i]], err)
				}
			}
		}
	}
	if sent := s.Requests("", ""); len(sent) > 0 {
		t.Errorf("%d requests were sent, the first %s %s", len(sent), sent[0].Method, sent[0].Path)
	}
}
