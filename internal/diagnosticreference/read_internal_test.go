package main

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const code = `package sample

const advice = "Do this."

func check(diags *diag.Diagnostics, name string, err error) {
	diags.AddAttributeError(path.Root("name"), "Invalid name", fmt.Sprintf("the name is %q, and %[1]s is %d%% wrong. ", name, 50)+advice)
	s.addError("name", "Missing name", "there is no "+name+" here.")
	diags.AddWarning("Name is short", name+" is short.")
	tfkit.AddError(diags, "Cannot read name", err, nil)
	tfkit.AddPlanError(diags, "Cannot plan name", err, nil)
	diags.AddError(name, err.Error())
	_ = schema.StringAttribute{MarkdownDescription: "Name of the sample."}
	_ = errors.New("the name has " + name + " in it")
	_ = "two words"
}

func (sample) Description(context.Context) string { return "a description of a validator" }
`

func TestReadPackage(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"sample/check.go":      {Data: []byte(code)},
		"sample/check_test.go": {Data: []byte("package sample\n\nvar text = \"a text of a test\"\n")},
	}
	got, err := readPackage(files, "sample")
	if err != nil {
		t.Fatal(err)
	}
	want := packageTexts{
		directory: "sample",
		diagnostics: []diagnostic{
			{"Error", "Invalid name", `the name is "{name}", and {name} is {50}% wrong. Do this.`},
			{"Error", "Missing name", "There is no {name} here."},
			{"Warning", "Name is short", "{name} is short."},
		},
		requests: []string{"Cannot read name", "Cannot plan name"},
		parts:    []string{"the name has {name} in it"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(packageTexts{}, diagnostic{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFormat(t *testing.T) {
	t.Parallel()
	got := format([]packageTexts{
		{directory: "empty"},
		{directory: "sample", diagnostics: []diagnostic{{"Error", "Invalid name", "The <id> is *wrong*.\nDo this."}}, parts: []string{"one two three", "one two three"}},
	})
	const want = heading + "\n## sample\n\n- Error: **Invalid name**\n\n  The \\<id> is \\*wrong\\*. Do this.\n\n### Parts of details\n\n- one two three\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Every package whose code returns errors to users is in the reference.
func TestPackages(t *testing.T) {
	t.Parallel()
	directories, err := filepath.Glob("../[a-z]*")
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"../api/*", "../companion/*"} {
		nested, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		directories = append(directories, nested...)
	}
	without := []string{"internal/acctest", "internal/api", "internal/bench", "internal/companion", "internal/demo", "internal/diagnosticreference", "internal/emulator", "internal/histories", "internal/schemajson", "internal/schemareference", "internal/tfserver"}
	for _, directory := range directories {
		name := path.Join("internal", filepath.ToSlash(strings.TrimPrefix(directory, "..")))
		if slices.Contains(packages, name) == slices.Contains(without, name) {
			t.Errorf("%s: listed %t, want %t", name, slices.Contains(packages, name), !slices.Contains(without, name))
		}
	}
}
