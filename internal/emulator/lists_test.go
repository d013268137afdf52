package emulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestOrderedLists(t *testing.T) {
	t.Parallel()
	stopped := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	c := start(t, emulator.Options{Now: func() time.Time { return stopped }}) // the service makes all times different
	project, scene, first := c.createObjects()
	rooms := []any{first}
	for i := range 4 {
		rooms = append(rooms, c.createRoom(project, scene, strconv.Itoa(i)))
	}
	c.send("PATCH", "/api/rooms/"+first, key, object{"name": "changed"}).requireStatus(http.StatusOK)
	list := func(orderby string, take, skip int) response {
		return c.send("GET", query("/api/rooms", "projectId", project, "orderby", orderby, "take", strconv.Itoa(take), "skip", strconv.Itoa(skip)), key, nil).requireStatus(http.StatusOK)
	}
	var paged []any
	for skip := 0; skip < 6; skip += 2 {
		paged = append(paged, list("createdAt:asc", 2, skip).items("id")...)
	}
	if !slices.Equal(paged, rooms) {
		t.Errorf("pages hold %v, want %v", paged, rooms)
	}
	times := list("createdAt:asc", 100, 0).items("createdAt")
	for i := 1; i < len(times); i++ {
		if fmt.Sprint(times[i-1]) >= fmt.Sprint(times[i]) {
			t.Errorf("createdAt is not ascending: %v", times)
		}
	}
	slices.Reverse(rooms)
	if got := list("createdAt:desc", 100, 0).items("id"); !slices.Equal(got, rooms) {
		t.Errorf("descending: %v, want %v", got, rooms)
	}
	if got := list("updatedAt:desc", 1, 0).items("id"); got[0] != first {
		t.Errorf("last changed is %v, want %v", got[0], first)
	}
	if got := list("id:asc", 100, 0).items("id"); !slices.IsSortedFunc(got, compareText) {
		t.Errorf("by id: %v", got)
	}
}

// TestUnorderedListsShift reads two pages without an order. They overlap.
func TestUnorderedListsShift(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, scene, first := c.createObjects()
	second := c.createRoom(project, scene, "2")
	for range 2 {
		c.createRoom(project, scene, "more")
	}
	c.send("PATCH", "/api/rooms/"+first, key, object{"size": 11}).requireStatus(http.StatusOK)
	whole := c.send("GET", "/api/rooms?projectId="+project, key, nil).items("id")
	if whole[0] != second || whole[3] != first {
		t.Errorf("the whole list is %v, want the room that was changed last at its end", whole)
	}
	var paged []any
	for skip := 0; skip < 4; skip += 2 {
		paged = append(paged, c.send("GET", fmt.Sprintf("/api/rooms?projectId=%s&take=2&skip=%d", project, skip), key, nil).items("id")...)
	}
	slices.SortFunc(paged, compareText)
	if distinct := slices.Compact(paged); len(distinct) == 4 {
		t.Error("pages without an order have all rooms, want one missing")
	}
}

func TestListParameters(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, scene, _ := c.createObjects()
	rooms := query("/api/rooms", "projectId", project) + "&"
	for _, test := range []struct {
		path    string
		status  int
		message string
	}{
		{rooms + "orderby=createdAt", 400, "Invalid orderby format. It should be name:direction."},
		{rooms + "orderby=a:b:c", 400, "Invalid orderby format. It should be name:direction."},
		{rooms + "orderby=createdAt:up", 400, `Invalid direction. It should be either "asc" or "desc".`},
		{rooms + "orderby=nope:asc", 500, "Internal Server Error"},
		{rooms + "orderby=id:asc&orderby=id:desc", 500, "Internal Server Error"},
		{rooms + "take=1.5", 400, "take must be an integer number"},
		{rooms + "take=", 400, "take must not be less than 1"},
		{rooms + "skip=abc", 400, "skip must not be less than 0; skip must be an integer number"},
		{rooms + "skip=1e300", 500, "Internal Server Error"},
		{rooms + "skip=9223372036854775808", 500, "Internal Server Error"},
		{rooms + "skip=9e18", 200, ""},
		{rooms + "name=a%00", 500, "Internal Server Error"},
		{rooms + "userId=a%00", 500, "Internal Server Error"},
		{rooms + "displayName=a%00", 200, ""},
		{rooms + "take=1&take=2", 400, "take must not be greater than 100; take must not be less than 1; take must be an integer number"},
		{rooms + "name=a&name=b", 400, "name must be a string"},
		{rooms + "avatarUrl=nope", 400, "avatarUrl must be a URL address"},
		{rooms + "sceneId=nope", 400, "sceneId must be a UUID"},
		{rooms + "linkPayload=x&displayName=y", 200, ""},
		{"/api/rooms?projectId=&sceneId=" + scene, 200, ""},
		{"/api/rooms?projectId=&name=x", 400, "Either projectId or sceneId must be provided"},
		{"/api/scenes?projectId=nope", 400, "projectId must be a UUID"},
		{"/api/scenes/get-creation-url?projectId=" + project + "&colour=red", 400, "property colour should not exist"},
		{"/api/scenes/get-creation-url?projectId=a&projectId=b", 500, "Internal Server Error"},
	} {
		got := c.send("GET", test.path, key, nil)
		if message := joinMessages(got.at("message")); got.status != test.status || message != test.message {
			t.Errorf("%s: status %d with %q, want %d with %q", test.path, got.status, message, test.status, test.message)
		}
	}
	if got := c.send("GET", "/api/projects?name=x", bearer, nil); joinMessages(got.at("message")) != "property name should not exist" {
		t.Errorf("projects by name: %s", got.raw)
	}
}

func TestNameSearch(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project := c.createProject("Fair")
	names := []any{"Main Hall", "main hall", "100% real", "a_b", "a\\b", "홀 🎉 x"}
	for _, name := range names {
		c.createScene(project, fmt.Sprint(name))
	}
	for pattern, want := range map[string][]any{
		"":          names,
		"Hall":      {"Main Hall"},
		"hall":      {"main hall"},
		"M%H%l":     {"Main Hall"},
		"m_in":      {"main hall"},
		"%":         names,
		`\%`:        {"100% real"},
		"a_b":       {"a_b", "a\\b"},
		`a\_b`:      {"a_b"},
		`a\\b`:      {"a\\b"},
		"홀 _ x":     {"홀 🎉 x"},
		"Hallo":     {},
		"%a%a%a%a%": {},
		"M%":        {"Main Hall"},
	} {
		got := c.send("GET", query("/api/scenes", "projectId", project, "name", pattern, "orderby", "createdAt:asc"), key, nil).items("name")
		if !slices.Equal(got, want) {
			t.Errorf("%q matches %q, want %q", pattern, got, want)
		}
	}
}

func TestTagSearch(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	project, scene, _ := c.createObjects()
	for name, tags := range map[string][]string{"ab": {"a", "b"}, "b": {"b"}} {
		body := roomBody(project, scene, name)
		body["tags"] = tags
		c.send("POST", "/api/rooms", key, body).requireStatus(http.StatusCreated)
	}
	for parameters, want := range map[string][]any{
		"tags[]=a": {"ab"}, "tags=a&tags=b": {"ab"}, "tags%5B%5D=b&tags[]=b": {"ab", "b"}, "tags[]=c": {}, "tags[]=a&tags[]=c": {},
	} {
		got := c.send("GET", "/api/rooms?projectId="+project+"&"+parameters, key, nil).items("name")
		slices.SortFunc(got, compareText)
		if !slices.Equal(got, want) {
			t.Errorf("%s matches %v, want %v", parameters, got, want)
		}
	}
}

func TestProjectFilterOverridesSceneFilter(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	_, scene, _ := c.createObjects()
	other := c.createProject("Other")
	cross := c.createRoom(other, scene, "Cross")
	got := c.send("GET", query("/api/rooms", "projectId", other, "sceneId", scene), key, nil).items("id")
	if !slices.Equal(got, []any{cross}) {
		t.Errorf("rooms are %v, want only %v", got, cross)
	}
}
