package acctest_test

import (
	"cmp"
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

// registryPages is the address of docs/ in the registry, where pages have no extension.
const registryPages = "https://registry.terraform.io/providers/xrcloud/xrcloud/latest/docs"

// Each link of the documentation to another page, or to a file of the repository, has a target. The registry shows docs/index.md at …/docs, and
// other pages at addresses without an extension. There, a relative link between pages would not work.
func TestDocumentationLinks(t *testing.T) {
	t.Parallel()
	var pages []string
	for _, pattern := range []string{"docs/*/*.md", "docs/index.md", "examples/*/*/README.md", "examples/*/README.md", "contributing/decisions/*.md", "*.md"} {
		found, err := filepath.Glob("../../" + pattern)
		if err != nil || len(found) == 0 {
			t.Errorf("there are no pages %s: %v", pattern, err)
		}
		pages = append(pages, found...)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, link := range linkPattern.FindAllStringSubmatch(string(text), -1) {
			if problem := checkLink(page, link[1]); problem != "" {
				t.Errorf("%s links to %s: %s", page, link[1], problem)
			}
		}
	}
}

// checkLink returns what is wrong with a link, or "".
func checkLink(page, link string) string {
	address, anchor, _ := strings.Cut(link, "#")
	file := filepath.Join(filepath.Dir(page), address)
	relative := true
	for prefix, folder := range map[string]string{
		registryPages: "docs",
		"https://github.com/xrcloud/terraform-provider-xrcloud/tree/main":           ".",
		"https://github.com/xrcloud/terraform-provider-xrcloud/blob/main":           ".",
		"https://raw.githubusercontent.com/xrcloud/terraform-provider-xrcloud/main": ".",
	} {
		if rest, found := strings.CutPrefix(address, prefix); found {
			file, relative = filepath.Join("..", "..", folder, filepath.FromSlash(rest)), false
			if prefix == registryPages {
				file = cmp.Or(rest, "/index")
				file = filepath.Join("..", "..", folder, filepath.FromSlash(file)+".md")
			}
		}
	}
	switch {
	case address == "":
		file = page
	case relative && strings.Contains(address, "://"):
		return ""
	case relative && strings.HasPrefix(filepath.ToSlash(page), "../../docs/"):
		return "a relative link does not work in the registry; write " + registryPages + "/…"
	}
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return ""
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	if anchor != "" && !slices.Contains(anchors(string(content)), anchor) {
		return "the page has no such heading"
	}
	return ""
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
