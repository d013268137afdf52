package room_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// A create request has all arguments, an update request only those that change. Both have the API key and no bearer token.
func TestRoomRequests(t *testing.T) {
	t.Parallel()
	p := newEmulatorFixture(t)
	client := p.ProtocolClient(t)
	last := func(method string) map[string]any {
		t.Helper()
		requests := p.Server.Requests(method, "^/api/rooms")
		if len(requests) == 0 {
			t.Fatalf("there is no %s request", method)
		}
		request := requests[len(requests)-1]
		if request.Header.Get("X-Xrcloud-Api-Key") == "" || request.Header.Get("Authorization") != "" {
			t.Errorf("%s has the headers %q", method, slices.Sorted(maps.Keys(request.Header)))
		}
		var body map[string]any
		if err := json.Unmarshal(request.Body, &body); err != nil {
			t.Fatal(err)
		}
		return body
	}
	created := client.MustApply(client.Absent("xrcloud_room"), p.arguments(nil))
	want := map[string]any{
		"projectId": p.project, "sceneId": p.scene, "name": "Main Hall", "returnUrl": "https://example.com/bye", "size": 10.0,
	}
	if got := last("POST"); !reflect.DeepEqual(got, want) {
		t.Errorf("without tags, the create request is %v, want %v", got, want)
	}
	want["tags"] = []any{"day-1", "keynote"}
	client.MustApply(client.Absent("xrcloud_room"), p.arguments(acctest.Values{"tags": []string{"day-1", "keynote"}}))
	if got := last("POST"); !reflect.DeepEqual(got, want) {
		t.Errorf("with tags, the create request is %v, want %v", got, want)
	}
	values := p.arguments(nil)
	for _, change := range []struct {
		argument, field string
		value           any
		sent            any
	}{
		{"name", "name", "Grand Hall", "Grand Hall"},
		{"size", "size", 20, 20.0},
		{"return_url", "returnUrl", "https://example.com/later", "https://example.com/later"},
	} {
		values[change.argument] = change.value
		created = client.MustApply(created, values)
		if got, want := last("PATCH"), map[string]any{change.field: change.sent}; !reflect.DeepEqual(got, want) {
			t.Errorf("the update request for %s is %v, want %v", change.argument, got, want)
		}
		if text := created.Value.String(); strings.Contains(text, "private") {
			t.Errorf("the state has a private URL: %s", text)
		}
	}
}

// A change of tags forces replacement. Null and the empty set are the same.
func TestTagsReplace(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	client := p.ProtocolClient(t)
	for _, c := range []struct {
		name          string
		before, after any
		replaces      bool
		warnings      int
	}{
		{"null, unchanged", nil, nil, false, 0},
		{"null to empty", nil, []string{}, false, 0},
		{"empty to null", []string{}, nil, false, 0},
		{"null to some", nil, []string{"a"}, true, 0},
		{"some to null", []string{"a"}, nil, true, 0},
		{"some to empty", []string{"a"}, []string{}, true, 0},
		{"some, unchanged", []string{"a", "b"}, []string{"a", "b"}, false, 0},
		{"some to more", []string{"a"}, []string{"a", "b"}, true, 0},
		{"null to unknown", nil, acctest.Unknown, false, 1},
		{"some to unknown", []string{"a"}, acctest.Unknown, false, 1},
	} {
		created := client.MustApply(client.Absent("xrcloud_room"), p.arguments(acctest.Values{"tags": c.before}))
		planned, problems := client.Plan(created, p.arguments(acctest.Values{"tags": c.after}))
		tags := tftypes.NewAttributePath().WithAttributeName("tags")
		if replaces := slices.ContainsFunc(planned.Replaces, tags.Equal); replaces != c.replaces || len(problems) != c.warnings || strings.Contains(strings.Join(problems, "\n"), "error") {
			t.Errorf("%s: forces replacement: %t, want %t; %q", c.name, replaces, c.replaces, problems)
		}
	}
}
