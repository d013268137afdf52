package acctest_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// Each resource, data source, ephemeral resource, list resource and function has its examples and a page in docs/.
func TestDocumentationIsComplete(t *testing.T) {
	t.Parallel()
	server, err := acctest.Providers()["xrcloud"]()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []struct {
		folder   string
		names    []string
		examples []string
	}{
		{"resources", slices.Sorted(maps.Keys(schema.ResourceSchemas)), []string{
			"resource.tf", "import.sh", "import-by-string-id.tf", "import-by-identity.tf",
		}},
		{"data-sources", slices.Sorted(maps.Keys(schema.DataSourceSchemas)), []string{"data-source.tf"}},
		{"ephemeral-resources", slices.Sorted(maps.Keys(schema.EphemeralResourceSchemas)), []string{"ephemeral-resource.tf"}},
		{"list-resources", slices.Sorted(maps.Keys(schema.ListResourceSchemas)), []string{"list-resource.tfquery.hcl"}},
		{"functions", slices.Sorted(maps.Keys(schema.Functions)), []string{"function.tf"}},
	} {
		if len(kind.names) == 0 {
			t.Errorf("the provider has no %s", kind.folder)
		}
		for _, name := range kind.names {
			for _, example := range kind.examples {
				requireFile(t, "examples", kind.folder, name, example)
			}
			requireFile(t, "docs", kind.folder, strings.TrimPrefix(name, "xrcloud_")+".md")
		}
	}
	templates, err := filepath.Glob("../../templates/guides/*.md.tmpl")
	if err != nil || len(templates) == 0 {
		t.Errorf("there are no guides: %v", err)
	}
	for _, template := range templates {
		requireFile(t, "docs", "guides", strings.TrimSuffix(filepath.Base(template), ".tmpl"))
	}
	requireFile(t, "docs", "index.md")
}

// Each link of the documentation to another page, or to a file of the repository, has a target.
func TestDocumentationLinks(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("../../docs/*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	modules, err := filepath.Glob("../../examples/modules/*/README.md")
	if err != nil {
		t.Fatal(err)
	}
	decisions, err := filepath.Glob("../../contributing/decisions/*.md")
	if err != nil {
		t.Fatal(err)
	}
	pages = append(slices.Concat(pages, modules, decisions), "../../docs/index.md", "../../README.md", "../../CONTRIBUTING.md")
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, link := range linkPattern.FindAllStringSubmatch(string(text), -1) {
			target, anchor, _ := strings.Cut(link[1], "#")
			if strings.Contains(target, "://") {
				const repository = "https://github.com/xrcloud/terraform-provider-xrcloud/tree/main/"
				if file, found := strings.CutPrefix(target, repository); found {
					requireFile(t, file)
				}
				continue
			}
			file := page
			if target != "" {
				file = filepath.Join(filepath.Dir(page), target)
			}
			content, err := os.ReadFile(file)
			if info, statErr := os.Stat(file); statErr == nil && info.IsDir() {
				continue
			}
			if err != nil {
				t.Errorf("%s links to %s: %v", page, link[1], err)
			} else if anchor != "" && !slices.Contains(anchors(string(content)), anchor) {
				t.Errorf("%s links to %s, which has no such heading", page, link[1])
			}
		}
	}
}

func requireFile(t *testing.T, parts ...string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(append([]string{"..", ".."}, parts...)...)); err != nil {
		t.Error(err)
	}
}

var (
	linkPattern        = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	headingPattern     = regexp.MustCompile(`(?m)^#+ (.*)$`)
	anchorPattern      = regexp.MustCompile(`<a id="([^"]+)"`)
	notInAnchorPattern = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// anchors returns the anchors of a page, which are headings and tags.
func anchors(page string) []string {
	var names []string
	for _, match := range headingPattern.FindAllStringSubmatch(page, -1) {
		names = append(names, strings.ReplaceAll(notInAnchorPattern.ReplaceAllString(strings.ToLower(match[1]), ""), " ", "-"))
	}
	for _, match := range anchorPattern.FindAllStringSubmatch(page, -1) {
		names = append(names, match[1])
	}
	return names
}
