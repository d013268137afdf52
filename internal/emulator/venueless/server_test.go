package venueless_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

// TestGrantsOfARoomLetItBeSeenOnly gives a token all roles in one room, and none but the use of the API in the world.
func TestGrantsOfARoomLetItBeSeenOnly(t *testing.T) {
	t.Parallel()
	p, _ := startService(t)
	p.want(http.StatusCreated, "POST", rooms, `{"id":"`+hall+`","name":"Hall","trait_grants":{"admin":["schedule-update"],"room_owner":[]}}`)
	for method, status := range map[string]int{"GET": http.StatusOK, "PATCH": http.StatusForbidden, "PUT": http.StatusForbidden, "DELETE": http.StatusForbidden} {
		if got := p.send(method, rooms+hall+"/", "schedule", `{"name":"Other"}`, "application/json"); got.status != status {
			t.Errorf("%s: status %d, want %d", method, got.status, status)
		}
	}
}

// TestRoleThatMayUpdateButNotDelete defines a role of the world's own.
func TestRoleThatMayUpdateButNotDelete(t *testing.T) {
	t.Parallel()
	roles, grants := venueless.DefaultRoles(), venueless.APIUserGrants()
	all, _ := roles["apiuser"].([]any)
	roles["editor"] = slices.DeleteFunc(slices.Clone(all), func(permission any) bool { return permission == "room:delete" })
	grants["editor"] = []any{"editor"}
	server := httptest.NewServer(venueless.New(venueless.Options{Worlds: []venueless.World{{ID: "acc", Secret: secret, Roles: roles, Grants: grants}}}))
	t.Cleanup(server.Close)
	p := &player{t: t, server: server}
	editor := sign(t, jwt.MapClaims{"iss": "any", "aud": "venueless", "traits": []string{"editor"}})
	for _, request := range []struct {
		method, path string
		status       int
	}{{"POST", rooms, http.StatusCreated}, {"PATCH", rooms + hall + "/", http.StatusOK}, {"DELETE", rooms + hall + "/", http.StatusForbidden}} {
		if got := p.send(request.method, request.path, editor, `{"name":"Hall","id":"`+hall+`"}`, "application/json"); got.status != request.status {
			t.Errorf("%s: status %d, want %d: %s", request.method, got.status, request.status, got.content)
		}
	}
	p.want(http.StatusNoContent, "DELETE", rooms+hall+"/", "")
	p.want(http.StatusBadRequest, "PATCH", "/api/v1/worlds/acc/", `{"roles":null}`)
	p.want(http.StatusOK, "PATCH", "/api/v1/worlds/acc/", `{"roles":{"apiuser":["world:api"]}}`)
	p.want(http.StatusForbidden, "POST", rooms, `{"name":"Hall"}`)
}

// list gives the names and ids of the rooms on the first page.
func (p *player) list() []string {
	p.t.Helper()
	var got struct {
		Results []struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		} `json:"results"`
	}
	if err := json.Unmarshal([]byte(p.want(http.StatusOK, "GET", rooms, "")), &got); err != nil {
		p.t.Fatal(err)
	}
	var all []string
	for _, room := range got.Results {
		all = append(all, room.Name+" "+room.ID)
	}
	return all
}

func TestEqualRoomsKeepTheirOrderUntilOneIsChanged(t *testing.T) {
	t.Parallel()
	for _, swap := range []bool{false, true} {
		server := httptest.NewServer(venueless.New(venueless.Options{
			Worlds: []venueless.World{{ID: "acc", Secret: secret, Grants: venueless.APIUserGrants()}}, SwapEqualRooms: swap,
		}))
		t.Cleanup(server.Close)
		p := &player{t: t, server: server}
		for range 5 {
			p.want(http.StatusCreated, "POST", rooms, `{"name":"Hall"}`)
		}
		first := p.list()
		if again := p.list(); slices.Equal(first, again) == swap {
			t.Errorf("swap %t: first %v, then %v", swap, first, again)
		}
		if swap {
			continue
		}
		_, id, _ := strings.Cut(first[1], " ")
		p.want(http.StatusOK, "PATCH", rooms+id+"/", `{}`)
		if want := append(append(first[:1:1], first[2:]...), first[1]); !slices.Equal(p.list(), want) {
			t.Errorf("after a change %v, want %v", p.list(), want)
		}
	}
}

func TestNamesAreOrderedByLanguage(t *testing.T) {
	t.Parallel()
	p, _ := startService(t)
	want := []string{"alpha", "Beta", "école", "Zoo"}
	for _, name := range []string{"Zoo", "alpha", "école", "Beta"} {
		p.want(http.StatusCreated, "POST", rooms, `{"name":"`+name+`"}`)
	}
	for i, room := range p.list() {
		if !strings.HasPrefix(room, want[i]) {
			t.Errorf("room %d is %s, want %s", i, room, want[i])
		}
	}
}

// TestModuleTypeOfAnyKind holds that only a missing type breaks the server, at every write and at the delete.
func TestModuleTypeOfAnyKind(t *testing.T) {
	t.Parallel()
	p, _ := startService(t)
	for _, kind := range []string{"5", "null", "[]", `""`, `{"a":1}`} {
		p.want(http.StatusCreated, "POST", rooms, `{"name":"Hall","module_config":[{"type":`+kind+`}]}`)
	}
	p.want(http.StatusInternalServerError, "POST", rooms, `{"id":"`+hall+`","name":"Hall","module_config":[{"type":5},{}]}`)
	p.want(http.StatusInternalServerError, "DELETE", rooms+hall+"/", "")
	p.want(http.StatusNotFound, "GET", rooms+hall+"/", "")
}

func TestWorldDomain(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(venueless.New(venueless.Options{Worlds: []venueless.World{
		{ID: "acc", Secret: secret, Grants: venueless.APIUserGrants()},
		{ID: "other", Secret: secret, Grants: venueless.APIUserGrants(), Domain: "other.example.org"},
	}}))
	t.Cleanup(server.Close)
	p := &player{t: t, server: server}
	const acc, other = "/api/v1/worlds/acc/", "/api/v1/worlds/other/"
	for _, step := range []struct {
		path, body string
		status     int
		says       string
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
		if got := p.want(step.status, "PATCH", step.path, step.body); !strings.Contains(got, step.says) {
			t.Errorf("%s %s: %s, want %s", step.path, step.body, got, step.says)
		}
	}
}

// TestWorldsAreApart makes a room in one of two worlds, whose tokens are signed with secrets of their own.
func TestWorldsAreApart(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(venueless.New(venueless.Options{Worlds: []venueless.World{
		{ID: "acc", Secret: secret, Grants: venueless.APIUserGrants()},
		{ID: "other", Secret: "another-secret", Grants: venueless.APIUserGrants()},
	}}))
	t.Cleanup(server.Close)
	p := &player{t: t, server: server}
	p.want(http.StatusCreated, "POST", rooms, `{"id":"`+hall+`","name":"Hall"}`)
	theirs, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims["apiuser"]).SignedString([]byte("another-secret"))
	if err != nil {
		t.Fatal(err)
	}
	for path, status := range map[string]int{
		rooms: http.StatusForbidden, "/api/v1/worlds/other/rooms/": http.StatusOK, "/api/v1/worlds/other/rooms/" + hall + "/": http.StatusNotFound,
	} {
		if got := p.send("GET", path, theirs, "", ""); got.status != status {
			t.Errorf("%s: status %d, want %d", path, got.status, status)
		}
	}
	if got := p.send("POST", "/api/v1/worlds/other/rooms/", theirs, `{"name":"x","id":"`+hall+`"}`, "application/json"); !strings.Contains(got.content, "already exists") {
		t.Errorf("an id of another world was taken: %s", got.content)
	}
}

func TestPathsAndAliases(t *testing.T) {
	t.Parallel()
	p, _ := startService(t)
	p.want(http.StatusCreated, "POST", rooms, `{"id":"`+hall+`","name":"Hall"}`)
	const world = "/api/v1/worlds/acc/"
	for _, test := range []struct {
		method, path string
		status       int
		json         bool
	}{
		{"GET", world + "rooms.json", 200, true},
		{"GET", world + "rooms.json/", 200, true},
		{"GET", world + "rooms.api", 404, true},
		{"GET", world + "rooms/" + hall + ".json", 200, true},
		{"PATCH", world + "rooms/" + hall + ".json", 200, true},
		{"GET", world + "rooms/x.y.json", 200, false},
		{"GET", "/api/v1/worlds/%61cc/rooms/", 200, true},
		{"GET", "/api/v1/worlds/acc%2Frooms/", 200, true},
		{"GET", world + "rooms/%31" + hall[1:] + "/", 200, true},
		{"GET", world + "rooms", 200, false},
		{"GET", world + "rooms//", 200, false},
		{"GET", "/api/v1/worlds//rooms/", 200, false},
		{"GET", world[:len(world)-1], 200, false},
		{"PATCH", world + "rooms/" + hall, 403, false},
		{"HEAD", rooms, 200, true},
		{"HEAD", rooms + hall + "/", 200, true},
		{"HEAD", rooms + strings.Replace(hall, "1", "2", 1) + "/", 404, true},
		{"HEAD", world, 200, true},
		{"POST", world + "delete_user/", 400, true},
		{"POST", world + "schedule_update/", 401, true},
	} {
		got := p.send(test.method, test.path, "apiuser", "{}", "application/json")
		if isJSON := got.header.Get("Content-Type") == "application/json"; got.status != test.status || isJSON != test.json {
			t.Errorf("%s %s: status %d of type %s, want %d and JSON %t", test.method, test.path, got.status, got.header.Get("Content-Type"), test.status, test.json)
		}
		if test.method == http.MethodHead && got.content != "" {
			t.Errorf("%s %s: a body: %s", test.method, test.path, got.content)
		}
	}
}

func TestFormBodies(t *testing.T) {
	t.Parallel()
	p, _ := startService(t)
	const form = "application/x-www-form-urlencoded"
	created := p.send("POST", rooms, "apiuser", url.Values{
		"id": {hall}, "name": {"first", " Hall "}, "sorting_priority": {"7"}, "pretalx_id": {""}, "schedule_data": {`{"title":"x"}`}, "trait_grants": {"x"},
	}.Encode(), form)
	if want := `"name":"Hall","pretalx_id":0,"schedule_data":{"title":"x"},"sorting_priority":7,"trait_grants":{}}`; created.status != http.StatusCreated || !strings.Contains(created.content, want) {
		t.Errorf("status %d with %s, want %s", created.status, created.content, want)
	}
	multipart := "--b\r\nContent-Disposition: form-data; name=\"deleted\"\r\n\r\non\r\n--b--\r\n"
	if got := p.send("PATCH", rooms+hall+"/", "apiuser", multipart, "multipart/form-data; boundary=b"); got.status != http.StatusOK || !strings.Contains(got.content, `"deleted":true`) {
		t.Errorf("a ticked box: status %d with %s", got.status, got.content)
	}
	for body, want := range map[string]string{
		"module_config=x": `{"module_config":{"0":["Expected a dictionary of items but got type \"str\"."]}}`,
		"schedule_data={": `{"schedule_data":["Value must be valid JSON."]}`,
		"name=":           `{"name":["This field may not be blank."]}`,
	} {
		if got := p.send("PATCH", rooms+hall+"/", "apiuser", body, form); got.status != http.StatusBadRequest || got.content != want {
			t.Errorf("%s: status %d with %s, want %s", body, got.status, got.content, want)
		}
	}
	if got := p.send("POST", rooms, "apiuser", "name: x", "application/yaml"); got.status != http.StatusUnsupportedMediaType {
		t.Errorf("status %d of YAML, want 415", got.status)
	}
}

func TestObjectsComeInTheOrderOfTheDatabase(t *testing.T) {
	t.Parallel()
	p, _ := startService(t)
	p.want(http.StatusCreated, "POST", rooms, `{"id":"`+hall+`","name":"Hall","trait_grants":{"participant":[],"viewer":[],"admin":["b","a"]}}`)
	if got := p.want(http.StatusOK, "GET", rooms+hall+"/", ""); !strings.Contains(got, `"trait_grants":{"admin":["b","a"],"viewer":[],"participant":[]}`) {
		t.Errorf("room is %s", got)
	}
}

func TestHeadersThatGetIn(t *testing.T) {
	t.Parallel()
	p, service := startService(t)
	token := sign(p.t, claims["apiuser"])
	for header, want := range map[string]string{
		"":                      "Authentication credentials were not provided.",
		"Bearer":                "Invalid token header. No credentials provided.",
		"Bearer " + token + "x": "Invalid token.",
		"Bearer a b":            "Invalid token header. Token string should not contain spaces.",
		"Bearer  " + token:      `"count":0`,
	} {
		recorder, request := httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, rooms, http.NoBody)
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
		recorder, request := httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, rooms, http.NoBody)
		request.Header.Set("Authorization", "Bearer "+token)
		request.Header.Set("Accept", accept)
		service.ServeHTTP(recorder, request)
		if recorder.Code != accepts[accept] {
			t.Errorf("%s: %s", accept, strconv.Itoa(recorder.Code))
		}
	}
}
