package xrcloud_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

const (
	asJSON = "application/json; charset=utf-8"
	asHTML = "text/html"
)

// What no service answers must never pass for an answer, and least of all for "gone".
func TestStrangeAnswersAreErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		status      int
		contentType string
		body        string
		reason      transport.Reason
		message     string
	}{
		{"page", 200, asHTML, "<html><title>Sign in</title></html>", transport.UnexpectedResponse, `an HTML page titled "Sign in"`},
		{"page of an error", 404, asHTML, "<html>Not found</html>", transport.UnexpectedResponse, "an HTML page"},
		{"page of a bad gateway", 502, asHTML, "<html>Bad gateway</html>", transport.ServerError, "an HTML page"},
		{"page of a refusal", 403, asHTML, "<html>No</html>", transport.Unauthorized, "an HTML page"},
		{"text", 200, "text/plain", "hello", transport.UnexpectedResponse, "an answer that is not JSON"},
		{"cut JSON", 200, asJSON, `{"id":"`, transport.UnexpectedResponse, "cut off or broken JSON"},
		{"other object", 200, asJSON, `{"ok":true}`, transport.UnexpectedResponse, "JSON that XRCLOUD does not send"},
		{"number", 200, asJSON, `1`, transport.UnexpectedResponse, "JSON that XRCLOUD does not send"},
		{"null", 200, asJSON, `null`, transport.UnexpectedResponse, "JSON that XRCLOUD does not send"},
		{"list of other things", 200, asJSON, `[{"ok":true}]`, transport.UnexpectedResponse, "JSON that XRCLOUD does not send"},
		{"list of null", 200, asJSON, `[null]`, transport.UnexpectedResponse, "JSON that XRCLOUD does not send"},
		{"page of null", 200, asJSON, `{"items":null,"total":0}`, transport.UnexpectedResponse, "JSON that XRCLOUD does not send"},
		{"error without a reason", 404, asJSON, `{"message":null}`, transport.UnexpectedResponse, "gives no reason"},
		{"error with an empty reason", 404, asJSON, `{"message":[""]}`, transport.UnexpectedResponse, "gives no reason"},
		{"error of another API", 404, asJSON, `{"errors":[{"code":7}]}`, transport.UnexpectedResponse, "gives no reason"},
		{"error that is no object", 400, asJSON, `["no"]`, transport.UnexpectedResponse, "gives no reason"},
		{"missing route", 404, asJSON, `{"statusCode":404,"message":"Cannot GET /api/nope","error":"Not Found"}`, transport.UnknownRoute, "Cannot GET /api/nope"},
		{"gone elsewhere", 404, asJSON, fmt.Sprintf(`{"message":"Room with ID %s not found"}`, uuid.NewString()), transport.Invalid, "not found"},
		{"gone, a word in the path", 404, asJSON, `{"message":"Room with ID api not found and more"}`, transport.UnknownRoute, "not found"},
		{"parent left out", 404, asJSON, `{"message":"Scene not provided in the request"}`, transport.Invalid, "Scene not provided"},
		{"gone, says a 400", 400, asJSON, `{"message":"Room with ID x not found"}`, transport.Invalid, "not found"},
		{"bad token", 401, asJSON, `{"statusCode":401,"message":"Unauthorized"}`, transport.Unauthorized, "Unauthorized"},
		{"no right", 403, asJSON, `{"statusCode":403,"message":"Forbidden resource"}`, transport.Unauthorized, "Forbidden resource"},
		{"conflict", 409, asJSON, `{"message":"Project with label fair already exists"}`, transport.Invalid, "already exists"},
		{"breakdown", 500, asJSON, `{"statusCode":500,"method":"GET","url":"/","body":{"password":"echoed-secret"},"message":"Internal Server Error"}`, transport.ServerError, "Internal Server Error"},
		{"too many", 429, asJSON, `{"message":"ThrottlerException: Too Many Requests"}`, transport.RateLimited, "Too Many Requests"},
	} {
		for _, m := range methods {
			if m.empty && c.status == 200 && c.contentType == asJSON {
				continue // a deletion answers nothing, and what JSON would come in place of that is not known
			}
			t.Run(c.name+"/"+m.name, func(t *testing.T) {
				t.Parallel()
				client := answering(t, c.status, c.contentType, c.body)
				failed := failure(t, m.run(t.Context(), client, uuid.NewString(), uuid.NewString(), uuid.NewString()))
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

// The answer of a deletion is empty, and so is that of no other call.
func TestEmptyAnswers(t *testing.T) {
	t.Parallel()
	for _, m := range methods {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			err := m.run(t.Context(), answering(t, 200, "", ""), uuid.NewString(), uuid.NewString(), uuid.NewString())
			if m.empty && err != nil {
				t.Error(err)
			}
			if !m.empty && transport.ReasonOf(err) != transport.UnexpectedResponse {
				t.Errorf("want NotAPI, got %v", err)
			}
		})
	}
}

// Only the service's own word about the thing that was asked for is "gone"; what a call needs besides is invalid input.
func TestGone(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	client := s.everything(t)
	gone := map[string]string{
		"Project": "projectId", "UpdateProject": "projectId", "DeleteProject": "projectId", "EnsureUser": "projectId",
		"Scene": "sceneId", "DeleteScene": "sceneId",
		"Scenes": "projectId", "SceneInProject": "projectId", "RoomsOfProject": "projectId", "RoomsOfScene": "sceneId",
		"Room": "roomId", "RoomForVisitor": "roomId", "RoomProject": "roomId", "RoomLogs": "roomId", "UpdateRoom": "roomId", "DeleteRoom": "roomId",
	}
	invalid := map[string]string{"SceneCreationURL": "projectId", "CreateRoom": "projectId"}
	for _, m := range methods {
		err := m.run(t.Context(), client, uuid.NewString(), uuid.NewString(), uuid.NewString())
		switch {
		case gone[m.name] != "":
			if !transport.IsNotFound(err) || failure(t, err).Fields[0].Field != gone[m.name] {
				t.Errorf("%s: want gone, by the field %s, got %v", m.name, gone[m.name], err)
			}
		case invalid[m.name] != "":
			if failed := failure(t, err); failed.Reason != transport.Invalid || failed.Fields[0].Field != invalid[m.name] {
				t.Errorf("%s: want invalid %s, got %v with %v", m.name, invalid[m.name], err, failed.Fields)
			}
		default: // the list of projects has no parent, and a room that does not exist is in no project
			if err != nil {
				t.Errorf("%s: %v", m.name, err)
			}
		}
	}
	_, _, err := client.CreateRoom(t.Context(), xrcloud.RoomInput{
		ProjectID: w.project.ID, SceneID: uuid.NewString(), Name: "Hall", ReturnURL: "https://example.com/", Size: 1,
	})
	if failed := failure(t, err); failed.Reason != transport.Invalid || failed.Fields[0].Field != "sceneId" {
		t.Errorf("a scene that is not there: want invalid sceneId, got %v", err)
	}
	if err := client.DeleteRoom(t.Context(), w.room.ID); err != nil {
		t.Fatal(err)
	}
	if err := client.DeleteRoom(t.Context(), w.room.ID); !transport.IsNotFound(err) {
		t.Errorf("a second deletion: want gone, got %v", err)
	}
}

// The calls that the published page does not know are missing routes there, and nothing is gone because of it.
func TestPublishedServiceLacksCalls(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Published: true})
	w := s.world(t)
	lacks := map[string]bool{"UpdateProject": true, "DeleteProject": true, "RoomProject": true}
	for _, m := range methods {
		if m.empty != (m.name == "DeleteProject") && m.empty {
			continue // they would take the world away
		}
		err := m.run(t.Context(), s.everything(t), w.project.ID, w.scene, w.room.ID)
		if want := lacks[m.name]; want && transport.ReasonOf(err) != transport.UnknownRoute || !want && err != nil {
			t.Errorf("%s: %v", m.name, err)
		}
	}
	scene, err := s.everything(t).Scene(t.Context(), w.scene)
	if err != nil || scene.Creator != nil {
		t.Errorf("the published form has no creator: %v, %v", scene.Creator, err)
	}
}

func TestFieldsOfMessages(t *testing.T) {
	t.Parallel()
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
		client := answering(t, http.StatusBadRequest, asJSON, fmt.Sprintf(`{"message":[%q,"and more"],"error":"Bad Request","statusCode":400}`, message))
		_, err := client.Room(t.Context(), uuid.NewString())
		failed := failure(t, err)
		want := []transport.FieldError{{Field: field, Message: message}, {Message: "and more"}}
		if fmt.Sprint(failed.Fields) != fmt.Sprint(want) || failed.Message != message+"; and more" {
			t.Errorf("%s: got %v and %q", message, failed.Fields, failed.Message)
		}
	}
}

// An id of another form is answered with 500, or would lead to another call.
func TestMalformedIDsAreNeverSent(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	client := connect(t, s.URL(), xrcloud.Config{APIKey: s.account.APIKey, AccessToken: "t"})
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
				failed := failure(t, err)
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
