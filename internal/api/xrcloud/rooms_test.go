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
		s := startService(t, emulator.Options{Published: published})
		client := s.clientWithAllCredentials(t)
		f := s.createFixture(t)
		created, _, err := client.CreateRoom(t.Context(), xrcloud.RoomInput{
			ProjectID: f.project.ID, SceneID: f.scene, Name: "Main Hall 🎪", ReturnURL: "https://example.com/bye", Size: 1000, Tags: []string{"vip"},
		})
		if err != nil {
			t.Fatal(err)
		}
		if created.Name != "Main Hall 🎪" || created.Size != 1000 || created.SceneID != f.scene || !reflect.DeepEqual(created.Tags, []string{"vip"}) ||
			created.ReturnURL != "https://example.com/bye" || created.URL.Public.Host == "" || created.URL.Private.Guest == "" || created.CreatedAt == "" {
			t.Errorf("the room is %+v", created)
		}
		name := "Grand Hall"
		changed, err := client.UpdateRoom(t.Context(), created.ID, xrcloud.RoomChange{Name: &name})
		if err != nil || changed.Name != name || changed.Size != 1000 || changed.ReturnURL != created.ReturnURL || changed.URL.Public == created.URL.Public {
			t.Errorf("got %+v, %v", changed, err)
		}
		read, err := client.Room(t.Context(), created.ID)
		if err != nil || read.URL.Public != changed.URL.Public || read.URL.Private == changed.URL.Private {
			t.Errorf("got %+v, %v", read, err)
		}
		if err := client.DeleteRoom(t.Context(), created.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := client.Room(t.Context(), created.ID); !transport.IsNotFound(err) {
			t.Errorf("want NotFound, got %v", err)
		}
	}
}

// Only changed values are sent: the service would refuse a size above the limit of the tier, and fails on null.
func TestUpdateRoomSendsChangesOnly(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	client := s.clientWithAllCredentials(t)
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
		if _, err := client.UpdateRoom(t.Context(), f.room.ID, c.change); err != nil {
			t.Fatal(err)
		}
		if got := string(s.apiRequests()[0].Body); got != c.want {
			t.Errorf("want %s, got %s", c.want, got)
		}
	}
}

func TestRoomForVisitor(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	client := s.clientWithAllCredentials(t)
	s.Reset()
	visitor := xrcloud.Visitor{UserID: "a&b", DisplayName: "Alice 🎪", AvatarURL: "https://example.com/a.glb?x=1&y=2", LinkPayload: `{"a":"b"}`}
	if _, err := client.RoomForVisitor(t.Context(), f.room.ID, visitor); err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"userId": {visitor.UserID}, "displayName": {visitor.DisplayName}, "avatarUrl": {visitor.AvatarURL}, "linkPayload": {visitor.LinkPayload},
	}
	if got := s.apiRequests()[0].Query; !reflect.DeepEqual(got, want) {
		t.Errorf("want %v, got %v", want, got)
	}
	_, err := client.RoomForVisitor(t.Context(), f.room.ID, xrcloud.Visitor{AvatarURL: "nope"})
	if failed := requireError(t, err); failed.Reason != transport.Invalid || failed.Fields[0].Field != "avatarUrl" || strings.Contains(failed.Error(), "?") {
		t.Errorf("want invalid avatarUrl and no query, got %v", err)
	}
}

func TestRoomProject(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	client := s.clientWithAllCredentials(t)
	other := createProject(t, client, "Other", nil)
	if id, err := client.RoomProject(t.Context(), f.room.ID); err != nil || id != f.project.ID {
		t.Errorf("want %s, got %s, %v", f.project.ID, id, err)
	}
	for project, want := range map[string]bool{f.project.ID: true, other.ID: false} {
		if got, err := client.RoomInProject(t.Context(), f.room.ID, project); err != nil || got != want {
			t.Errorf("in the project %s: want %t, got %t, %v", project, want, got, err)
		}
	}
	if _, err := client.RoomInProject(t.Context(), f.room.ID, uuid.NewString()); !transport.IsNotFound(err) {
		t.Errorf("in a project that does not exist: %v", err)
	}

	// A page of a list costs the service as much as reading each room on it, so only rooms of that name are listed.
	for i := range 3 {
		createRoom(t, client, f, fmt.Sprintf("Room %d", i))
	}
	s.Reset()
	if _, err := client.RoomInProject(t.Context(), f.room.ID, f.project.ID); err != nil {
		t.Fatal(err)
	}
	for _, list := range s.Requests(http.MethodGet, "^/api/rooms$") {
		if name := list.Query.Get("name"); name != f.room.Name {
			t.Errorf("rooms are listed by the name %q, want %q", name, f.room.Name)
		}
	}
}

func TestTierLimits(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{Accounts: []emulator.Account{{Email: "a@example.com", Password: "p", APIKey: "k", MaxRooms: 1, MaxRoomSize: 10}}})
	f := s.createFixture(t)
	client := s.clientWithAllCredentials(t)
	size := int64(11)
	_, err := client.UpdateRoom(t.Context(), f.room.ID, xrcloud.RoomChange{Size: &size})
	if failed := requireError(t, err); failed.Reason != transport.Invalid || failed.Fields[0].Field != "size" {
		t.Errorf("want invalid size, got %v", err)
	}
	_, _, err = client.CreateRoom(t.Context(), xrcloud.RoomInput{
		ProjectID: f.project.ID, SceneID: f.scene, Name: "Second", ReturnURL: "https://example.com/", Size: 1,
	})
	if failed := requireError(t, err); failed.Reason != transport.Invalid || !strings.Contains(failed.Message, "more than 1 rooms") {
		t.Errorf("want the limit of the tier, got %v", err)
	}
}

func TestScenes(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	client := s.clientWithAllCredentials(t)
	scene, err := client.Scene(t.Context(), f.scene)
	if err != nil || scene.Name != "Lobby" || *scene.Creator != "admin" || scene.ModificationURL == "" || scene.ThumbnailURL == "" {
		t.Fatalf("got %+v, %v", scene, err)
	}
	first, err := client.SceneCreationURL(t.Context(), f.project.ID, "bob", "https://example.com/cb?a=b&c")
	if err != nil || !strings.Contains(first, "optId=") {
		t.Fatalf("got %q, %v", first, err)
	}
	sent := s.Requests("GET", "get-creation-url$")[0].Query
	if want := (url.Values{"projectId": {f.project.ID}, "creator": {"bob"}, "callback": {"https://example.com/cb?a=b&c"}}); !reflect.DeepEqual(sent, want) {
		t.Errorf("want %v, got %v", want, sent)
	}
	_, err = client.SceneCreationURL(t.Context(), f.project.ID, "admin", "")
	if failed := requireError(t, err); failed.Fields[0].Field != "creator" {
		t.Errorf("want invalid creator, got %v", err)
	}
	if err := client.DeleteScene(t.Context(), f.scene); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Room(t.Context(), f.room.ID); !transport.IsNotFound(err) {
		t.Errorf("the rooms of a scene are deleted with it: got %v", err)
	}
}
