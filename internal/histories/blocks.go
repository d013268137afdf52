package histories

import (
	"maps"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
)

// Existing is an argument whose value is the ID of an object that exists before the history: the object of a type with this index.
type Existing struct {
	Type  string
	Index int
}

// argument is an argument of a block, with the values that a history gives it.
type argument struct {
	// values are accepted by the service. nil stands for an argument that is not set.
	values []any
	// odd are values that the provider or the service may refuse, or change.
	odd []any
}

// block is a block that a configuration can have.
type block struct {
	// arguments are the arguments of a new block.
	arguments map[string]any
	// changes are the arguments that a history changes.
	changes map[string]argument
}

// ref returns a reference, written as in a configuration.
func ref(text string) walk.Ref {
	i := strings.LastIndex(text, ".")
	return walk.Ref{Address: text[:i], Attribute: text[i+1:]}
}

const (
	nameSource = "terraform_data.name"
	urlSource  = "terraform_data.url"
)

var (
	longText = strings.Repeat("Long ", 60)
	// names are names of rooms. Each history has objects with equal names.
	names = argument{
		values: []any{"Hall", "Grand Hall", "Hall", "Bühne 🎪", "A/B & <C>", ref(nameSource + ".output")},
		odd:    []any{"", " Hall ", longText, "\x00", "line\nbreak", `${"x"}`},
	}
	urls = argument{
		values: []any{"https://example.com/", "https://example.com/bye", "https://example.com/other?a=1&b=2", "http://192.0.2.1/", ref(urlSource + ".output")},
		odd:    []any{"", "example.com", "javascript:alert(1)", "https://localhost/x", "https://example.com/ bye"},
	}
	flags = argument{values: []any{nil, true, false}}
)

func optional(a argument) argument {
	return argument{values: append([]any{nil}, a.values...), odd: a.odd}
}

func roomBlock(project, scene any, name string) block {
	return block{
		arguments: map[string]any{"project_id": project, "scene_id": scene, "name": name, "return_url": "https://example.com/"},
		changes: map[string]argument{
			"name":       names,
			"return_url": urls,
			"size":       {values: []any{nil, 5, 10, 200}, odd: []any{0, -1, 1 << 40}},
			"tags":       {values: []any{nil, []any{}, []any{"keynote"}, []any{"b", "a"}}, odd: []any{[]any{""}, []any{"a", "a"}}},
			"project_id": {values: []any{project}},
			"scene_id":   {values: []any{scene, Existing{"xrcloud_scene", 1}}},
		},
	}
}

// chatModules are the modules of a room with a chat.
var chatModules = []any{map[string]any{"type": "chat.native", "config": `{"volatile":true}`}, map[string]any{"type": "question"}}

func venuelessBlock() block {
	return block{
		arguments: map[string]any{"name": "Hall"},
		changes: map[string]argument{
			"name":             names,
			"description":      {values: []any{nil, "", "For talks", "Two\nlines\n", ref(nameSource + ".output")}, odd: []any{" spaces "}},
			"sorting_priority": {values: []any{nil, 0, 1, -5}, odd: []any{1 << 40}},
			"pretalx_id":       {values: []any{nil, 0, 7}},
			"module_config": {values: []any{
				nil,
				[]any{},
				[]any{map[string]any{"type": "page.markdown", "config": `{"content":"Welcome"}`}},
				chatModules,
			}, odd: []any{[]any{map[string]any{"type": "", "config": "{"}}}},
			"trait_grants": {values: []any{
				nil, map[string]any{}, map[string]any{"viewer": []any{}, "participant": []any{[]any{"staff", "crew"}, []any{"speaker"}}},
			}},
			"schedule_data": {values: []any{nil, `{"title":"Opening","session":1.50}`}, odd: []any{"{", "null"}},
			"deleted":       flags,
			"deletion_mode": {values: []any{nil, "hard", "soft"}, odd: []any{"gone"}},
		},
	}
}

func vcsBlock(arguments map[string]any) block {
	return block{
		arguments: arguments,
		changes: map[string]argument{
			"name":                           optional(names),
			"description":                    {values: []any{nil, "For talks"}, odd: []any{""}},
			"conference_type":                {values: []any{nil, "MESH"}, odd: []any{"SFU", "mesh"}},
			"auto_upgrade_participant_count": {values: []any{nil, 3}, odd: []any{-1}},
		},
	}
}

func whiteboardBlock() block {
	return block{
		arguments: map[string]any{"region": "eu"},
		changes: map[string]argument{
			"region":     {values: []any{"eu", "sg"}, odd: []any{"mars"}},
			"limit":      {values: []any{nil, 0, 5}, odd: []any{-1}},
			"is_record":  flags,
			"disabled":   flags,
			"on_destroy": {values: []any{nil, "disable", "abandon"}, odd: []any{"delete"}},
		},
	}
}

func projectBlock(name string, labels ...any) block {
	return block{
		arguments: map[string]any{"name": name, "force_destroy": true},
		changes: map[string]argument{
			"name":           names,
			"label":          {values: append([]any{nil}, labels...), odd: []any{"", "taken", "with space"}},
			"webhook_url":    optional(urls),
			"favicon_base64": {values: []any{nil, "iVBORw0KGgpyZWQ=", "iVBORw0KGgpibHVl"}, odd: []any{"%"}},
			"force_destroy":  flags,
		},
	}
}

// sceneName is the name of the scene that configurations look up.
const sceneName = "Lobby"

// blocks are all blocks that a configuration can have. The blocks with the suffix "2" have the values of the first ones, so that their
// objects are easily taken for each other.
var blocks = map[string]block{
	nameSource: {arguments: map[string]any{"input": "Main Hall"}, changes: map[string]argument{"input": {values: []any{"Main Hall", "Stage", "Hall"}}}},
	urlSource:  {arguments: map[string]any{"input": "https://example.com/"}, changes: map[string]argument{"input": {values: []any{"https://example.com/", "https://example.org/x"}}}},

	"xrcloud_project.fair":  projectBlock("Fair", "fair", "fair-2026"),
	"xrcloud_project.fair2": projectBlock("Fair", "expo"),

	"data.xrcloud_scene.lobby": {arguments: map[string]any{"project_id": ref("xrcloud_project.fair.id"), "name": sceneName}},
	"xrcloud_scene.lobby": {
		arguments: map[string]any{"scene_id": ref("data.xrcloud_scene.lobby.id"), "project_id": ref("xrcloud_project.fair.id")},
		changes:   map[string]argument{"delete_on_destroy": flags, "force_destroy": flags, "project_id": {values: []any{nil, ref("xrcloud_project.fair.id")}}},
	},
	"xrcloud_scene.own": {
		arguments: map[string]any{"scene_id": Existing{"xrcloud_scene", 1}},
		changes:   map[string]argument{"delete_on_destroy": flags, "force_destroy": flags, "project_id": {values: []any{nil, Existing{"xrcloud_project", 0}}}},
	},

	"xrcloud_room.hall":   roomBlock(ref("xrcloud_project.fair.id"), ref("data.xrcloud_scene.lobby.id"), "Hall"),
	"xrcloud_room.hall2":  roomBlock(ref("xrcloud_project.fair.id"), ref("data.xrcloud_scene.lobby.id"), "Hall"),
	"xrcloud_room.foyer":  roomBlock(Existing{"xrcloud_project", 0}, Existing{"xrcloud_scene", 0}, "Foyer"),
	"xrcloud_room.foyer2": roomBlock(Existing{"xrcloud_project", 0}, Existing{"xrcloud_scene", 0}, "Foyer"),

	"xrcloud_venueless_room.hall":   venuelessBlock(),
	"xrcloud_venueless_room.hall2":  venuelessBlock(),
	"xrcloud_vcs_room.hall":         vcsBlock(map[string]any{"name": "Hall"}),
	"xrcloud_vcs_room.hall2":        vcsBlock(map[string]any{}),
	"xrcloud_whiteboard_room.hall":  whiteboardBlock(),
	"xrcloud_whiteboard_room.hall2": whiteboardBlock(),

	"data.xrcloud_project.fair":          {arguments: map[string]any{"id": ref("xrcloud_project.fair.id")}},
	"data.xrcloud_projects.all":          {arguments: map[string]any{}},
	"data.xrcloud_scenes.all":            {arguments: map[string]any{"project_id": ref("xrcloud_project.fair.id")}},
	"data.xrcloud_scene_editor.lobby":    {arguments: map[string]any{"project_id": ref("xrcloud_project.fair.id")}},
	"data.xrcloud_room.foyer":            {arguments: map[string]any{"id": ref("xrcloud_room.foyer.id")}},
	"data.xrcloud_rooms.all":             {arguments: map[string]any{"project_id": Existing{"xrcloud_project", 0}}},
	"data.xrcloud_room_access.foyer":     {arguments: map[string]any{"room_id": ref("xrcloud_room.foyer.id"), "user_id": "ada"}},
	"data.xrcloud_room_logs.foyer":       {arguments: map[string]any{"room_id": ref("xrcloud_room.foyer.id")}},
	"data.xrcloud_user.ada":              {arguments: map[string]any{"project_id": Existing{"xrcloud_project", 0}, "account_id": "ada@example.com"}},
	"data.xrcloud_venueless_room.hall":   {arguments: map[string]any{"id": ref("xrcloud_venueless_room.hall.id")}},
	"data.xrcloud_venueless_rooms.all":   {arguments: map[string]any{"include_deleted": true}},
	"data.xrcloud_venueless_world.event": {arguments: map[string]any{}},
	"data.xrcloud_vcs_room.hall":         {arguments: map[string]any{"id": ref("xrcloud_vcs_room.hall.id")}},
	"data.xrcloud_vcs_rooms.all":         {arguments: map[string]any{}},
	"data.xrcloud_whiteboard_room.hall":  {arguments: map[string]any{"id": ref("xrcloud_whiteboard_room.hall.id")}},
	"data.xrcloud_whiteboard_rooms.all":  {arguments: map[string]any{"region": "eu", "include_disabled": true}},
}

// addresses are the addresses of all blocks, sorted.
var addresses = slices.Sorted(maps.Keys(blocks))

// managed are the addresses of the resources of the provider.
var managed = slices.DeleteFunc(slices.Clone(addresses), func(address string) bool {
	return strings.HasPrefix(address, "data.") || strings.HasPrefix(address, "terraform_data.")
})

// isValid reports whether the service accepts a value of an argument.
func (b block) isValid(name string, value any) bool {
	change, found := b.changes[name]
	if !found {
		return equal(b.arguments[name], value)
	}
	return slices.ContainsFunc(change.values, func(valid any) bool { return equal(valid, value) })
}
