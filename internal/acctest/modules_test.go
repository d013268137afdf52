package acctest_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The project is applied first, then a scene is published, then the rooms are applied.
func TestEvent(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	f.copyFiles(t, w, "event", "main.tf", "variables.tf", "outputs.tf")
	w.apply(t, "-target=xrcloud_project.event")
	var project string
	w.output(t, "project_id", &project)
	f.PublishScene(t, project, "Lobby")
	w.apply(t)
	w.requireEmptyPlan(t)
}

// The example in the module's README works.
func TestEventModuleUsage(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	usage := moduleSources.Replace(codeBlocks(t, "examples/modules/event/README.md", "Usage", "terraform"))
	copyFolder(t, w, "modules")
	without := regexp.MustCompile(`(?s)\n {2}rooms = \{.*?\n {2}\}\n`).ReplaceAllString(usage, "")
	w.write(t, "main.tf", without)
	w.apply(t)
	project := f.projectIDByName(t, "Spring Fair")
	f.PublishScene(t, project, "Lobby")
	f.PublishScene(t, project, "Auditorium")
	w.write(t, "main.tf", usage)
	w.apply(t)
	w.requireEmptyPlan(t)
	var links map[string]string
	w.output(t, "host_links", &links)
	if len(links) != 3 {
		t.Errorf("there are links to %d rooms, want 3", len(links))
	}
}

// moduleSources replaces the sources of the modules in the repository by a copy of the folder examples/modules.
var moduleSources = strings.NewReplacer(
	moduleSource("event"), `"./event"`,
	moduleSource("attendance"), `"./attendance"`,
)

// moduleSource returns the source of a module in the version of the changelog.
func moduleSource(name string) string {
	return fmt.Sprintf(`"github.com/xrcloud/terraform-provider-xrcloud//examples/modules/%s?ref=v%s"`, name, changelogVersion())
}

// changelogVersion returns the newest version in the changelog, or "" if it has none.
var changelogVersion = sync.OnceValue(func() string {
	text, _ := os.ReadFile("../../CHANGELOG.md")
	if version := regexp.MustCompile(`(?m)^## (\d\S*)`).FindSubmatch(text); version != nil {
		return string(version[1])
	}
	return ""
})

// The README of each module has the source of the module, and tables of its inputs and outputs in the form of terraform-docs.
func TestModulesAreDocumented(t *testing.T) {
	t.Parallel()
	readmes, err := filepath.Glob(examples + "/modules/*/README.md")
	if err != nil || len(readmes) == 0 {
		t.Fatalf("there are no modules: %v", err)
	}
	for _, file := range readmes {
		readme, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		folder := filepath.Dir(file)
		for _, want := range []string{moduleSource(filepath.Base(folder)), inputTable(t, folder), outputTable(t, folder)} {
			if !strings.Contains(string(readme), want) {
				t.Errorf("%s does not have:\n%s", file, want)
			}
		}
	}
}

// inputTable returns the table of the variables of a module.
func inputTable(t *testing.T, folder string) string {
	t.Helper()
	var table strings.Builder
	table.WriteString("## Inputs\n\n| Name | Description | Type | Default | Required |\n| --- | --- | --- | --- | :---: |\n")
	for _, block := range moduleBlocks(t, filepath.Join(folder, "variables.tf"), "variable") {
		defaultValue, required := "n/a", "yes"
		if attribute := block.Body.Attributes["default"]; attribute != nil {
			defaultValue, required = "`"+source(t, attribute.Expr)+"`", "no"
		}
		fmt.Fprintf(&table, "| %s | %s | %#q | %s | %s |\n", block.Labels[0], description(t, block), source(t, block.Body.Attributes["type"].Expr), defaultValue, required)
	}
	return table.String()
}

// outputTable returns the table of the outputs of a module.
func outputTable(t *testing.T, folder string) string {
	t.Helper()
	var table strings.Builder
	table.WriteString("## Outputs\n\n| Name | Description |\n| --- | --- |\n")
	for _, block := range moduleBlocks(t, filepath.Join(folder, "outputs.tf"), "output") {
		fmt.Fprintf(&table, "| %s | %s |\n", block.Labels[0], description(t, block))
	}
	return table.String()
}

// moduleBlocks returns the blocks of a file, which must have one type, sorted by name.
func moduleBlocks(t *testing.T, file, kind string) hclsyntax.Blocks {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parsed, diags := hclsyntax.ParseConfig(text, file, hcl.InitialPos)
	body, ok := parsed.Body.(*hclsyntax.Body)
	if diags.HasErrors() || !ok || slices.ContainsFunc(body.Blocks, func(block *hclsyntax.Block) bool { return block.Type != kind }) {
		t.Fatalf("%s is not a file of %s blocks: %v", file, kind, diags)
	}
	slices.SortFunc(body.Blocks, func(a, b *hclsyntax.Block) int { return strings.Compare(a.Labels[0], b.Labels[0]) })
	return body.Blocks
}

// description returns the description of a variable or an output on one line.
func description(t *testing.T, block *hclsyntax.Block) string {
	t.Helper()
	return strings.Join(strings.Fields(evaluate(t, block.Body.Attributes["description"].Expr, nil).AsString()), " ")
}

// source returns the source text of an expression on one line. Where the attributes of an object are on lines, it adds commas.
func source(t *testing.T, expression hclsyntax.Expression) string {
	t.Helper()
	text, err := os.ReadFile(expression.Range().Filename)
	if err != nil {
		t.Fatal(err)
	}
	line := ""
	for part := range strings.SplitSeq(string(expression.Range().SliceBytes(text)), "\n") {
		part = strings.Join(strings.Fields(part), " ")
		switch {
		case line == "":
		case strings.HasSuffix(line, "{"), strings.HasPrefix(part, "}"):
			line += " "
		default:
			line += ", "
		}
		line += part
	}
	return line
}

// visitedRoomsAndModules is visitedRooms with a copy of the modules, for the sources in moduleSources.
func visitedRoomsAndModules(t *testing.T, r *reader) {
	t.Helper()
	visitedRooms(t, r)
	copyFolder(t, r.workspace, "modules")
	r.placeholders = moduleSources
}

// requireReport requires the visits of visitedRooms in the files of the README.
func requireReport(t *testing.T, r *reader) {
	t.Helper()
	r.requireEmptyPlan(t)
	want := [][]string{
		{"room", "visitor", "joined_at", "exited_at", "minutes"},
		{unusualRoom, r.read(t, "ada"), "2026-05-04T12:00:00.000Z", "2026-05-04T13:00:00.000Z", "60"},
		{"Main Hall", visitor, "2026-05-04T09:00:00.000Z", "2026-05-04T10:00:00.000Z", "60"},
		{"Main Hall", visitor, "2026-05-04T11:00:00.000Z", "", ""},
		{"Main Hall", r.read(t, "ada"), "2026-05-04T13:00:00.000Z", "2026-05-04T14:00:00.000Z", "60"},
	}
	if rows := r.attendance(t); !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("the CSV has %q, want %q", rows, want)
	}
	// The page is well-formed XML: text that is not escaped would be an error, or an element.
	decoder := xml.NewDecoder(strings.NewReader(r.read(t, "attendance.html")))
	elements, text := map[string]int{}, ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal("the page is not well-formed: ", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			elements[token.Name.Local]++
		case xml.CharData:
			text += string(token)
		}
	}
	if elements["rect"] != 4 || elements["line"] < 3 || elements["script"]+elements["b"] > 0 {
		t.Errorf("the page has the elements %v, want four bars, an axis, and no script", elements)
	}
	requireOutput(t, text, "Spring Fair", "2026-05-04 09:00 to 2026-05-04 23:00 (UTC+09:00)", unusualRoom, "Rooms", unusualRoom, "Main Hall", "Visits", unusualRoom, "2026-05-04 21:00", "Main Hall", "2026-05-04 18:00")
}

// copyFolder copies a folder of examples into the workspace.
func copyFolder(t *testing.T, w *workspace, folder string) {
	t.Helper()
	from := filepath.Join(examples, filepath.FromSlash(folder))
	err := filepath.WalkDir(from, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(from, file)
		if err != nil {
			return err
		}
		w.write(t, name, example(t, path.Join(folder, filepath.ToSlash(name))))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// OpenTofu allows references to earlier runs in the variables of a run, but not in its conditions.
func TestTestFilesReferToRunsInVariablesOnly(t *testing.T) {
	t.Parallel()
	conditions := 0
	err := filepath.WalkDir(examples, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".tftest.hcl") {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		parsed, diags := hclsyntax.ParseConfig(text, file, hcl.InitialPos)
		if diags.HasErrors() {
			return diags
		}
		body, _ := parsed.Body.(*hclsyntax.Body)
		for _, run := range body.Blocks {
			for _, assert := range run.Body.Blocks {
				for name, attribute := range assert.Body.Attributes {
					if assert.Type != "assert" {
						continue
					}
					conditions++
					for _, traversal := range attribute.Expr.Variables() {
						if traversal.RootName() == "run" {
							t.Errorf("%s: the %s of an assert refers to a run", attribute.Range(), name)
						}
					}
				}
			}
		}
		return nil
	})
	if err != nil || conditions == 0 {
		t.Errorf("%d conditions in test files, %v", conditions, err)
	}
}
