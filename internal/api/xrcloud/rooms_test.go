package xrcloud_test

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestRoomLifecycle(t *testing.T) {
	t.Parallel()
	for _, published := range []bool{false, true} {
		s := start(t, emulator.Options{Published: published})
		client := s.everything(t)
		w := s.world(t)
		made, _, err := client.CreateRoom(t.Context(), xrcloud.RoomInput{
			ProjectID: w.project.ID, SceneID: w.scene, Name: "Main Hall 🎪", ReturnURL: "https://example.com/bye", Size: 1000, Tags: []string{"vip"},
		})
		if err != nil {
			t.Fatal(err)
		}
		if made.Name != "Main Hall 🎪" || made.Size != 1000 || made.SceneID != w.scene || !reflect.DeepEqual(made.Tags, []string{"vip"}) ||
			made.ReturnURL != "https://example.com/bye" || made.URL.Public.Host == "" || made.URL.Private.Guest == "" || made.CreatedAt == "" {
			t.Errorf("the service made %+v", made)
		}
		name := "Grand Hall"
		changed, err := client.UpdateRoom(t.Context(), made.ID, xrcloud.RoomChange{Name: &name})
		if err != nil || changed.Name != name || changed.Size != 1000 || changed.ReturnURL != made.ReturnURL || changed.URL.Public == made.URL.Public {
			t.Errorf("got %+v, %v", changed, err)
		}
		read, err := client.Room(t.Context(), made.ID)
		if err != nil || read.URL.Public != changed.URL.Public || read.URL.Private == changed.URL.Private {
			t.Errorf("got %+v, %v", read, err)
		}
		if err := client.DeleteRoom(t.Context(), made.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := client.Room(t.Context(), made.ID); !transport.IsNotFound(err) {
			t.Errorf("want gone, got %v", err)
		}
	}
}

// What is not to be changed is not sent: a size above the tier would be refused, and a null is an error of the service.
func TestRoomChangeSendsWhatChanges(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	client := s.everything(t)
	size, name, url := int64(3), "Hall", "https://example.com/later"
	for _, c := range []struct {
		change xrcloud.RoomChange
		want   string
	}{
		{xrcloud.RoomChange{}, `{}`},
		{xrcloud.RoomChange{Size: &size}, `{"size":3}`},
		{xrcloud.RoomChange{Name: &name, ReturnURL: &url}, `{"name":"Hall","returnUrl":"https://example.com/later"}`},
	} {
		s.Reset()
		if _, err := client.UpdateRoom(t.Context(), w.room.ID, c.change); err != nil {
			t.Fatal(err)
		}
		if got := string(s.called()[0].Body); got != c.want {
			t.Errorf("want %s, got %s", c.want, got)
		}
	}
}

func TestRoomForAVisitor(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	client := s.everything(t)
	s.Reset()
	visitor := xrcloud.Visitor{UserID: "a&b", DisplayName: "Alice 🎪", AvatarURL: "https://example.com/a.glb?x=1&y=2", LinkPayload: `{"a":"b"}`}
	if _, err := client.RoomForVisitor(t.Context(), w.room.ID, visitor); err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"userId": {visitor.UserID}, "displayName": {visitor.DisplayName}, "avatarUrl": {visitor.AvatarURL}, "linkPayload": {visitor.LinkPayload},
	}
	if got := s.called()[0].Query; !reflect.DeepEqual(got, want) {
		t.Errorf("want %v, got %v", want, got)
	}
	_, err := client.RoomForVisitor(t.Context(), w.room.ID, xrcloud.Visitor{AvatarURL: "nope"})
	if failed := failure(t, err); failed.Reason != transport.Invalid || failed.Fields[0].Field != "avatarUrl" || strings.Contains(failed.Error(), "?") {
		t.Errorf("want invalid avatarUrl and no query, got %v", err)
	}
}

func TestProjectOfARoom(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	client := s.everything(t)
	other := newProject(t, client, "Other", nil)
	if id, err := client.RoomProject(t.Context(), w.room.ID); err != nil || id != w.project.ID {
		t.Errorf("want %s, got %s, %v", w.project.ID, id, err)
	}
	for project, want := range map[string]bool{w.project.ID: true, other.ID: false} {
		if got, err := client.RoomInProject(t.Context(), w.room.ID, project); err != nil || got != want {
			t.Errorf("in the project %s: want %t, got %t, %v", project, want, got, err)
		}
	}
	if _, err := client.RoomInProject(t.Context(), w.room.ID, uuid.NewString()); !transport.IsNotFound(err) {
		t.Errorf("in a project that does not exist: %v", err)
	}

	// A page of a list costs as much as all rooms on it: to import many rooms, none may be looked for in whole lists.
	for i := range 3 {
		newRoom(t, client, w, fmt.Sprintf("Room %d", i))
	}
	s.Reset()
	if _, err := client.RoomInProject(t.Context(), w.room.ID, w.project.ID); err != nil {
		t.Fatal(err)
	}
	for _, list := range s.Requests(http.MethodGet, "^/api/rooms$") {
		if name := list.Query.Get("name"); name != w.room.Name {
			t.Errorf("rooms are listed by the name %q, want %q", name, w.room.Name)
		}
	}
}

func TestTierLimits(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Accounts: []emulator.Account{{Email: "a@example.com", Password: "p", APIKey: "k", MaxRooms: 1, MaxRoomSize: 10}}})
	w := s.world(t)
	client := s.everything(t)
	size := int64(11)
	_, err := client.UpdateRoom(t.Context(), w.room.ID, xrcloud.RoomChange{Size: &size})
	if failed := failure(t, err); failed.Reason != transport.Invalid || failed.Fields[0].Field != "size" {
		t.Errorf("want invalid size, got %v", err)
	}
	_, _, err = client.CreateRoom(t.Context(), xrcloud.RoomInput{
		ProjectID: w.project.ID, SceneID: w.scene, Name: "Second", ReturnURL: "https://example.com/", Size: 1,
	})
	if failed := failure(t, err); failed.Reason != transport.Invalid || !strings.Contains(failed.Message, "more than 1 rooms") {
		t.Errorf("want the tier's limit, got %v", err)
	}
}

func TestScenes(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	client := s.everything(t)
	scene, err := client.Scene(t.Context(), w.scene)
	if err != nil || scene.Name != "Lobby" || *scene.Creator != "admin" || scene.ModificationURL == "" || scene.ThumbnailURL == "" {
		t.Fatalf("got %+v, %v", scene, err)
	}
	first, err := client.SceneCreationURL(t.Context(), w.project.ID, "bob", "https://example.com/cb?a=b&c")
	if err != nil || !strings.Contains(first, "optId=") {
		t.Fatalf("got %q, %v", first, err)
	}
	asked := s.Requests("GET", "get-creation-url$")[0].Query
	if want := (url.Values{"projectId": {w.project.ID}, "creator": {"bob"}, "callback": {"https://example.com/cb?a=b&c"}}); !reflect.DeepEqual(asked, want) {
		t.Errorf("want %v, got %v", want, asked)
	}
	_, err = client.SceneCreationURL(t.Context(), w.project.ID, "admin", "")
	if failed := failure(t, err); failed.Fields[0].Field != "creator" {
		t.Errorf("want invalid creator, got %v", err)
	}
	if err := client.DeleteScene(t.Context(), w.scene); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Room(t.Context(), w.room.ID); !transport.IsNotFound(err) {
		t.Errorf("the scene's rooms go with it: got %v", err)
	}
}
