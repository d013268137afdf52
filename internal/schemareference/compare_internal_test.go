package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
)

const (
	room = "resource xrcloud_room"
	size = room + ".size"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	number := func(defaultValue string, flags ...string) entry {
		return entry{typ: "number", flags: flags, defaultValue: defaultValue}
	}
	block := entry{typ: "block"}
	for name, test := range map[string]struct {
		before, after reference
		want          []string
	}{
		"unchanged":             {reference{size: number("10", "optional", "computed")}, reference{size: number("10", "optional", "computed")}, nil},
		"removed argument":      {reference{room: block, size: number("")}, reference{room: block}, []string{size + ": was removed"}},
		"removed resource":      {reference{room: block, size: number("")}, reference{}, []string{room + ": was removed"}},
		"other type":            {reference{size: number("")}, reference{size: {typ: "string"}}, []string{size + ": has the type string, and had number"}},
		"read-only":             {reference{size: number("", "optional", "computed")}, reference{size: number("", "computed")}, []string{size + ": can no longer be set"}},
		"settable":              {reference{size: number("", "computed")}, reference{size: number("", "optional", "computed")}, nil},
		"now required":          {reference{size: number("", "optional")}, reference{size: number("", "required")}, []string{size + ": is required"}},
		"now optional":          {reference{size: number("", "required")}, reference{size: number("", "optional")}, nil},
		"now null":              {reference{size: number("", "optional", "computed")}, reference{size: number("", "optional")}, []string{size + ": is null if it is not set"}},
		"now sensitive":         {reference{size: number("")}, reference{size: number("", "sensitive")}, []string{size + ": is sensitive, which outputs must repeat"}},
		"now write-only":        {reference{size: number("", "optional")}, reference{size: number("", "optional", "write-only")}, []string{size + ": is write-only"}},
		"now replaces":          {reference{size: number("", "optional")}, reference{size: number("", "optional", "replaces")}, []string{size + ": forces replacement"}},
		"no longer replaces":    {reference{size: number("", "optional", "replaces")}, reference{size: number("", "optional")}, nil},
		"other default":         {reference{size: number("10", "optional")}, reference{size: number("20", "optional")}, []string{size + ": has the default 20, and had 10"}},
		"new argument":          {reference{room: block}, reference{room: block, size: number("", "optional")}, nil},
		"new required argument": {reference{room: block}, reference{room: block, size: number("", "required")}, []string{size + ": is new and required"}},
		"new resource":          {reference{}, reference{room: block, size: number("", "required")}, nil},
	} {
		var got []string
		for _, change := range compare(test.before, test.after) {
			got = append(got, change.path+": "+change.problem)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// Only an entry below BREAKING CHANGES of the newest version permits a change.
func TestChangelogPermitsChange(t *testing.T) {
	t.Parallel()
	before, after := reference{size: {typ: "number"}}, reference{size: {typ: "string"}}
	const named = "\n- `resource xrcloud_room.size` is a string.\n"
	for name, test := range map[string]struct {
		changelog string
		permitted bool
	}{
		"named":              {"# Changelog\n\n## 0.2.0\n\nBREAKING CHANGES:\n" + named + "\nFEATURES:\n", true},
		"resource named":     {"# Changelog\n\n## 0.2.0\n\nBREAKING CHANGES:\n\n- `resource xrcloud_room` is another one.\n", true},
		"other section":      {"# Changelog\n\n## 0.2.0\n\nBREAKING CHANGES:\n\nFEATURES:\n" + named, false},
		"earlier version":    {"# Changelog\n\n## 0.2.0\n\n## 0.1.0\n\nBREAKING CHANGES:\n" + named, false},
		"part of a name":     {"# Changelog\n\n## 0.2.0\n\nBREAKING CHANGES:\n\n- `resource xrcloud_room.size_limit` is new.\n", false},
		"kind of a path":     {"# Changelog\n\n## 0.2.0\n\nBREAKING CHANGES:\n\n- Each `resource` has another one.\n", false},
		"no breaking change": {"# Changelog\n\n## 0.2.0\n", false},
	} {
		err := checkCompatible(before, after, breakingChanges(test.changelog))
		if (err == nil) != test.permitted {
			t.Errorf("%s: got %v", name, err)
		}
		if err != nil && !strings.Contains(err.Error(), size+": has the type string, and had number\nRestore it, or name each path below BREAKING CHANGES of the next version in CHANGELOG.md, as in `"+size+"`") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// The description of each argument that forces replacement says so, and no other one does.
func TestDescriptionsOfReplacement(t *testing.T) {
	t.Parallel()
	p := provider.New("test")()
	list, err := listSchema(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	server, err := providerserver.NewProtocol6(p)().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range server.ResourceSchemas {
		for _, a := range s.Block.Attributes {
			path := "resource " + name + "." + a.Name
			if says := strings.Contains(a.Description, replacement); says != list[path].has("replaces") {
				t.Errorf("%s forces replacement: %t; its description says so: %t", path, !says, says)
			}
		}
	}
}

// The reference of the provider has what the protocol does not have, and survives being written and read.
func TestListSchema(t *testing.T) {
	t.Parallel()
	list, err := listSchema(t.Context(), provider.New("test")())
	if err != nil {
		t.Fatal(err)
	}
	text := format(list)
	for _, line := range []string{
		"provider.api_key | string | optional sensitive",
		"resource xrcloud_room.size | number | optional computed | 10",
		"resource xrcloud_room.tags | set of string | optional computed replaces | []",
		"resource xrcloud_room.scene_id | string | required replaces",
		"resource xrcloud_venueless_room.module_config.type | string | required",
		"list xrcloud_room.project_id | string | optional",
		"identity xrcloud_room.id | string | required",
		"ephemeral xrcloud_room_access.private_host_url | string | computed sensitive",
		"function parse_room_url | (url string) object{access_id string, host string, room_sid string, slug string, visibility string}",
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("the reference has no line %q", line)
		}
	}
	if again := format(parse(text)); again != text {
		t.Error("the reference changes when it is read and written")
	}
}
