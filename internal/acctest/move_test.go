package acctest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

const (
	restapiAddress = "registry.terraform.io/mastercard/restapi"
	restfulAddress = "registry.terraform.io/magodo/restful"
)

// restapi1 returns a state that mastercard/restapi 1.20 or a later 1.x wrote.
func restapi1(path, id string) string {
	return fmt.Sprintf(`{
  "api_data": {"id": %[2]q, "name": "Main Hall", "tags": "[fair-2026]"}, "api_response": "{\"id\":\"%[2]s\",\"name\":\"Main Hall\"}",
  "create_method": null, "create_path": null, "create_response": "{\"id\":\"%[2]s\"}", "data": "{\"name\":\"Main Hall\"}", "debug": null,
  "destroy_data": null, "destroy_method": null, "destroy_path": null, "force_new": null, "id": %[2]q, "id_attribute": null, "object_id": null,
  "path": %[1]q, "query_string": null, "read_data": null, "read_method": null, "read_path": null, "read_search": null,
  "update_data": null, "update_method": "PATCH", "update_path": null
}`, path, id)
}

// restapi2 returns a state that mastercard/restapi 2.x wrote after an import, which sets debug.
func restapi2(path, id string) string {
	return strings.Replace(restapi1(path, id), `"debug": null`, `"debug": true, "ignore_all_server_changes": null, "ignore_changes_to": ["updatedAt"]`, 1)
}

// restapi3 returns a state that mastercard/restapi 3.x wrote. Its attribute read_search is an object.
func restapi3(path, id string) string {
	return strings.NewReplacer(
		`"debug": null`, `"debug": null, "ignore_all_server_changes": null, "ignore_changes_to": null, "ignore_server_additions": true`,
		`"read_search": null`, `"read_search": {"query_string": null, "results_key": "list", "search_data": null, "search_key": "id", "search_patch": null, "search_value": "{id}"}`,
	).Replace(restapi1(path, id))
}

// restful0 returns a state of schema version 0 of magodo/restful: body and output are JSON in a string.
//
//nolint:misspell // check_existance is how the provider spells its attribute
func restful0(path, id string) string {
	return fmt.Sprintf(`{
  "body": "{\"name\":\"Main Hall\"}", "check_existance": null, "create_method": null, "create_selector": null, "delete_method": null,
  "delete_path": null, "force_new_attrs": null, "header": null, "id": "%[1]s/%[2]s", "merge_patch_disabled": null,
  "output": "{\"id\":\"%[2]s\"}", "output_attrs": null, "path": %[1]q, "poll_create": null, "poll_delete": null, "poll_update": null,
  "precheck_create": null, "precheck_delete": null, "precheck_update": null, "query": null, "read_path": "$(path)/$(body.id)",
  "read_selector": null, "retry_create": null, "retry_delete": null, "retry_read": null, "retry_update": null, "update_method": "PATCH",
  "update_path": null, "write_only_attrs": null
}`, path, id)
}

// restful1 returns a state of schema version 1 of magodo/restful: body and output are dynamic values.
func restful1(path, id string) string {
	dynamic := func(id string) string {
		return fmt.Sprintf(`{"value": {"id": %q, "size": 50, "tags": ["fair-2026"]}, "type": ["object", {"id": "string", "size": "number", "tags": ["tuple", ["string"]]}]}`, id)
	}
	return strings.NewReplacer(`"{\"name\":\"Main Hall\"}"`, dynamic(""), fmt.Sprintf(`"{\"id\":\"%s\"}"`, id), dynamic(id)).Replace(restful0(path, id))
}

// restful2 returns a state of schema version 2 of magodo/restful.
func restful2(path, id string) string {
	return strings.Replace(restful1(path, id), `"retry_create": null, "retry_delete": null, "retry_read": null, "retry_update": null`,
		`"create_header": null, "create_query": null, "delete_body": null, "delete_body_raw": null, "delete_header": null, "delete_query": null,
  "ephemeral_body": null, "post_create_read": null, "read_header": null, "read_query": null, "read_response_template": null,
  "sensitive_output": null, "update_body_patches": null, "update_header": null, "update_query": null, "use_sensitive_output": null`, 1)
}

// moveSources return states of all versions of the generic providers.
var moveSources = map[string]func(path, id string) acctest.Source{
	"restapi 1": func(path, id string) acctest.Source {
		return acctest.Source{Provider: restapiAddress, Type: "restapi_object", State: restapi1(path, id), Private: `{"schema_version":"0"}`}
	},
	"restapi 1 with a path for reading": func(path, id string) acctest.Source {
		state := strings.Replace(restapi1("/", id), `"read_path": null`, fmt.Sprintf(`"read_path": "%s/{id}/?fields=all"`, path), 1)
		return acctest.Source{Provider: restapiAddress, Type: "restapi_object", State: state, Private: "null"}
	},
	"restapi 1 with a path that ends in a slash": func(path, id string) acctest.Source {
		return acctest.Source{Provider: restapiAddress, Type: "restapi_object", State: restapi1(path+"/", id)}
	},
	"restapi 2": func(path, id string) acctest.Source {
		return acctest.Source{Provider: "registry.opentofu.org/Mastercard/restapi", Type: "restapi_object", State: restapi2(path, id), Private: "null"}
	},
	"restapi 3": func(path, id string) acctest.Source {
		return acctest.Source{Provider: restapiAddress, Type: "restapi_object", State: restapi3(path, id)}
	},
	"restapi 3 with a query": func(path, id string) acctest.Source {
		return acctest.Source{Provider: restapiAddress, Type: "restapi_object", State: restapi3(path+"?fields=all", strings.ToUpper(id))}
	},
	"restapi in OpenTofu 1.10": func(path, id string) acctest.Source { // it sends the first word of the resource type in place of the address
		return acctest.Source{Provider: "restapi", Type: "restapi_object", State: restapi3(path, id)}
	},
	"restful 0": func(path, id string) acctest.Source {
		return acctest.Source{Provider: "registry.opentofu.org/magodo/restful", Type: "restful_resource", State: restful0(path, id)}
	},
	"restful 1": func(path, id string) acctest.Source {
		return acctest.Source{Provider: restfulAddress, Type: "restful_resource", Version: 1, State: restful1(path, id)}
	},
	"restful 2": func(path, id string) acctest.Source {
		return acctest.Source{Provider: restfulAddress, Type: "restful_resource", Version: 2, State: restful2(path, id), Private: `{"ephemeral_body":"eyJoYXNoIjoiYSJ9"}`}
	},
	"restful 2 with a slash at the end": func(path, id string) acctest.Source {
		state := strings.Replace(restful2(path, id), id+`", "merge`, id+`/", "merge`, 1)
		return acctest.Source{Provider: restfulAddress, Type: "restful_resource", Version: 2, State: state}
	},
}

// A moved object has the same state as an object that was imported by its ID, from each version of the generic providers and with each
// beginning of the path.
func TestMovedStateEqualsImportedState(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	venueless := f.ids.Replace("eaa91024-1278-468d-8f24-31479817b073")
	client, unconfigured := f.protocolClient(t), acctest.NewUnconfiguredClient(t)
	for _, target := range []struct {
		name, id, importID string
		paths              []string
	}{
		{"xrcloud_project", f.project, f.project, []string{"/api/projects", "/projects", "/xr/api/projects", "api/projects"}},
		{"xrcloud_room", f.room, f.room, []string{"/api/rooms", "/rooms", "/xr/api/rooms", "api/rooms"}},
		{"xrcloud_venueless_room", venueless, "fair/" + venueless, []string{"/api/v1/worlds/fair/rooms", "/worlds/fair/rooms", "/live/api/v1/worlds/fair/rooms"}},
	} {
		imported := client.MustRead(client.MustImport(target.name, target.importID))
		for version, source := range moveSources {
			for _, path := range target.paths {
				t.Run(target.name+" "+version+" "+path, func(t *testing.T) {
					t.Parallel()
					moved, problems := unconfigured.Move(source(path, target.id), target.name)
					if len(problems) > 0 {
						t.Fatal("move: ", problems)
					}
					if id := moved.ID(t); id != target.id || moved.Attribute(t, "id") != id {
						t.Errorf("the identity has the ID %q, the state %q, want %q", id, moved.Attribute(t, "id"), target.id)
					}
					if got := client.MustRead(moved); !got.Value.Equal(imported.Value) || !sameIdentity(got, imported) {
						t.Errorf("a read returns\n%v\nwant the state of an import\n%v", got.Value, imported.Value)
					}
				})
			}
		}
	}
}

func sameIdentity(a, b acctest.Object) bool {
	return string(a.Identity.IdentityData.MsgPack) == string(b.Identity.IdentityData.MsgPack)
}

// Any other move is an error, which names the right resource type or shows blocks that import the object.
func TestMoveIsRefused(t *testing.T) {
	t.Parallel()
	const id = roomInExamples
	restapi := func(path string) acctest.Source { return moveSources["restapi 3"](path, id) }
	for name, c := range map[string]struct {
		source acctest.Source
		target string
		want   []string
	}{
		"room to project": {
			restapi("/api/rooms"), "xrcloud_project",
			[]string{`"/api/rooms/` + id + `" is an XRCLOUD room, not an XRCLOUD project`, "a resource of the type xrcloud_room."},
		},
		"project to room": {moveSources["restful 2"]("/api/projects", id), "xrcloud_room", []string{"is an XRCLOUD project", "of the type xrcloud_project."}},
		"Venueless room to room": {
			restapi("/api/v1/worlds/fair/rooms"), "xrcloud_room", []string{"is a Venueless room", "of the type xrcloud_venueless_room."},
		},
		"room to Venueless room": {restapi("/api/rooms"), "xrcloud_venueless_room", []string{"is an XRCLOUD room", "of the type xrcloud_room."}},
		"Venueless room without a world": {
			restapi("/rooms"), "xrcloud_venueless_room", []string{"does not tell which world", `id = "<world_id>/<room_id>"`},
		},
		"Venueless room of an invalid world": {restapi("/worlds/a b/rooms"), "xrcloud_venueless_room", []string{`"a b", which is not a world ID`}},
		"room of another service": {
			restapi("/v2/rooms"), "xrcloud_room",
			[]string{`"/v2/rooms/` + id + `" is not an XRCLOUD room`, "from = restapi_object.example", "to = xrcloud_room.example", `id = "<room_id>"`},
		},
		"logs of a room": {moveSources["restful 2"]("/api/rooms/"+id+"/logs", id), "xrcloud_room", []string{"is not an XRCLOUD room"}},
		"invalid UUID": {
			moveSources["restapi 3"]("/api/rooms", "17"), "xrcloud_room", []string{`"/api/rooms/17" is not an XRCLOUD room`, "a UUID"},
		},
		"list": {
			acctest.Source{Provider: restfulAddress, Type: "restful_resource", State: `{"id": "/api/rooms", "path": "/api/rooms"}`},
			"xrcloud_room",
			[]string{`"/api/rooms" is not an XRCLOUD room`, "from = restful_resource.example"},
		},
		"state without an ID": {
			acctest.Source{Provider: restapiAddress, Type: "restapi_object", State: `{"id": null, "path": "/api/rooms"}`}, "xrcloud_room", []string{"has no ID"},
		},
		"state with other types": {
			acctest.Source{Provider: restapiAddress, Type: "restapi_object", State: `{"id": 17, "path": ["/api/rooms"]}`}, "xrcloud_room", []string{"has no ID"},
		},
		"other provider with a type of the same name": {
			acctest.Source{Provider: "registry.terraform.io/someone/restapi", Type: "restapi_object", State: restapi3("/api/rooms", id)},
			"xrcloud_room",
			[]string{`"registry.terraform.io/someone/restapi" cannot be moved`, "to = xrcloud_room.example"},
		},
		"other type": {
			acctest.Source{Provider: restfulAddress, Type: "restful_operation", State: restful2("/api/rooms", id)},
			"xrcloud_room",
			[]string{`"restful_operation"`, "Only restapi_object of mastercard/restapi and restful_resource of magodo/restful", "from = restful_operation.example"},
		},
		"type of this provider": {
			acctest.Source{Provider: "registry.terraform.io/xrcloud/xrcloud", Type: "xrcloud_scene", State: `{"id": "` + id + `"}`}, "xrcloud_room", []string{`"xrcloud_scene"`},
		},
		"scene": {
			restapi("/api/scenes"), "xrcloud_scene",
			[]string{"cannot be moved to xrcloud_scene", "from = restapi_object.example", "to = xrcloud_scene.example", `id = "<id>"`},
		},
		"VCS room":        {restapi("/rooms"), "xrcloud_vcs_room", []string{"cannot be moved to xrcloud_vcs_room", "to = xrcloud_vcs_room.example"}},
		"whiteboard room": {restapi("/v5/rooms"), "xrcloud_whiteboard_room", []string{"cannot be moved to xrcloud_whiteboard_room"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			moved, problems := acctest.NewUnconfiguredClient(t).Move(c.source, c.target)
			if !moved.Value.IsNull() || len(problems) != 1 || !strings.HasPrefix(problems[0], "error: Cannot move resource: ") {
				t.Fatalf("the move returns %v, %q", moved.Value, problems)
			}
			for _, want := range c.want {
				if !strings.Contains(problems[0], want) {
					t.Errorf("the error does not contain %q:\n%s", want, problems[0])
				}
			}
		})
	}
}

// The query of a path and the user information of a URL can contain secrets, which no error shows.
func TestRefusedMoveShowsNoSecret(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/v2/rooms?key=hush", "https://me:hush@example.com/v2/rooms"} {
		for _, version := range []string{"restapi 3", "restful 2"} {
			source := moveSources[version](path, roomInExamples)
			if version == "restful 2" {
				source.State = fmt.Sprintf(`{"id": %q}`, strings.Replace(path, "rooms", "rooms/"+roomInExamples, 1))
			}
			_, problems := acctest.NewUnconfiguredClient(t).Move(source, "xrcloud_room")
			if len(problems) != 1 || strings.Contains(problems[0], "hush") || !strings.Contains(problems[0], `/v2/rooms/`+roomInExamples+`"`) {
				t.Errorf("%s %s: %q", version, path, problems)
			}
		}
	}
}

// It is unknown which account the generic provider used. A moved object that is not found is an error, and stays in the state.
func TestMovedObjectThatIsNotFoundIsError(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	client := f.protocolClient(t)
	for target, path := range map[string]string{
		"xrcloud_project": "/api/projects", "xrcloud_room": "/api/rooms", "xrcloud_venueless_room": "/api/v1/worlds/fair/rooms",
	} {
		moved, problems := client.Move(moveSources["restapi 1"](path, acctest.MissingID), target)
		if len(problems) > 0 {
			t.Fatal("move: ", problems)
		}
		read, problems := client.Read(moved)
		if read.Value.IsNull() || len(problems) != 1 || !strings.HasPrefix(problems[0], "error: Cannot find moved ") {
			t.Errorf("%s: the read returns %v, %q", target, read.Value, problems)
		}
	}
}

// A plan for a moved object that was not read is an error.
func TestMovedObjectCannotBePlannedBeforeRead(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	client := f.protocolClient(t)
	for target, c := range map[string]struct {
		path, id string
		config   acctest.Values
	}{
		"xrcloud_project": {"/api/projects", f.project, acctest.Values{"name": "Fair 2026"}},
		"xrcloud_room":    {"/api/rooms", f.room, acctest.Values{"project_id": f.project, "scene_id": f.scene, "name": "Main Hall", "return_url": "https://fair.example.com/bye"}},
		"xrcloud_venueless_room": {
			"/api/v1/worlds/fair/rooms", f.ids.Replace("eaa91024-1278-468d-8f24-31479817b073"), acctest.Values{"name": "Main Hall"},
		},
	} {
		moved, problems := client.Move(moveSources["restful 1"](c.path, c.id), target)
		if len(problems) > 0 {
			t.Fatal("move: ", problems)
		}
		for _, config := range []acctest.Values{c.config, nil} {
			if _, problems := client.Plan(moved, config); len(problems) != 1 || !strings.HasPrefix(problems[0], "error: Cannot plan moved ") {
				t.Errorf("%s: the plan for %v: %q", target, config, problems)
			}
		}
		planned, problems := client.Plan(client.MustRead(moved), c.config)
		if len(problems) > 0 || target != "xrcloud_room" && len(planned.Replaces) > 0 {
			t.Errorf("%s: the plan after a read: %q, replacement forced by %v", target, problems, planned.Replaces)
		}
	}
}
