package release_test

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// configuration is the part of .goreleaser.yml that names files.
type configuration struct {
	ProjectName string `yaml:"project_name"`
	Builds      []struct {
		ID, Binary   string
		Env          []string
		GOOS, GOARCH []string
		Ignore       []struct{ GOOS, GOARCH string }
	}
	Archives []struct {
		ID           string
		IDs, Formats []string
		NameTemplate string `yaml:"name_template"`
	}
	Checksum struct {
		NameTemplate string `yaml:"name_template"`
		Algorithm    string
		ExtraFiles   []extraFile `yaml:"extra_files"`
	}
	Signs   []struct{ Artifacts string }
	Release struct {
		Prerelease string
		ExtraFiles []extraFile `yaml:"extra_files"`
	}
}

type extraFile struct {
	Glob         string
	NameTemplate string `yaml:"name_template"`
}

func readConfiguration(t *testing.T) configuration {
	t.Helper()
	var c configuration
	if err := yaml.Unmarshal([]byte(read(t, filepath.Join(root, ".goreleaser.yml"))), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// The release has an archive for each platform that the registries recommend, under the name that they look for.
func TestPlatforms(t *testing.T) {
	t.Parallel()
	c := readConfiguration(t)
	expand := strings.NewReplacer("{{ .ProjectName }}", c.ProjectName, "{{ .Version }}", "1.2.3", "{{ .Os }}", "linux", "{{ .Arch }}", "amd64").Replace
	for name, want := range map[string]string{
		expand(c.Builds[0].Binary):         "terraform-provider-xrcloud_v1.2.3",
		expand(c.Archives[0].NameTemplate): "terraform-provider-xrcloud_1.2.3_linux_amd64",
		expand(c.Checksum.NameTemplate):    "terraform-provider-xrcloud_1.2.3_SHA256SUMS",
		c.Checksum.Algorithm:               "sha256",

		strings.Join(c.Archives[0].Formats, " "): "zip",
		strings.Join(c.Archives[0].IDs, " "):     c.Builds[0].ID,
		strings.Join(c.Builds[0].Env, " "):       "CGO_ENABLED=0",

		c.Signs[0].Artifacts: "checksum",
		c.Release.Prerelease: "auto",

		expand(c.Release.ExtraFiles[0].NameTemplate):  "terraform-provider-xrcloud_1.2.3_manifest.json",
		expand(c.Checksum.ExtraFiles[0].NameTemplate): "terraform-provider-xrcloud_1.2.3_manifest.json",
	} {
		if name != want {
			t.Errorf(".goreleaser.yml has %q, want %q", name, want)
		}
	}
	for _, build := range c.Builds {
		for _, platform := range []string{"darwin amd64", "darwin arm64", "linux amd64", "linux arm64", "linux arm", "linux 386", "windows amd64", "windows arm64", "freebsd amd64"} {
			system, machine, _ := strings.Cut(platform, " ")
			ignored := slices.ContainsFunc(build.Ignore, func(i struct{ GOOS, GOARCH string }) bool { return i.GOOS == system && i.GOARCH == machine })
			if ignored || !slices.Contains(build.GOOS, system) || !slices.Contains(build.GOARCH, machine) {
				t.Errorf("there is no %s for %s", build.ID, platform)
			}
		}
	}
}

// A release is refused while its documentation says that it is not released.
func TestCheck(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		tag, changelog, guide string
		want                  string // a part of the output, or "" if the release is not refused
	}{
		"release":               {"v0.2.0", "## 0.2.0 (2026-12-01)\n", "Install it.", ""},
		"prerelease":            {"v0.2.0-rc.1", "## 0.2.0-rc.1 (2026-12-01)\n", "Install it.", ""},
		"unreleased":            {"v0.2.0", "## 0.2.0 (2026-12-01)\n## 0.1.0 (Unreleased)\n", "Install it.", `CHANGELOG.md says "unreleased": 2:## 0.1.0`},
		"no heading":            {"v0.2.0", "## 0.1.0 (2026-12-01)\n", "Install it.", `no heading "## 0.2.0 (`},
		"no date":               {"v0.2.0", "## 0.2.0\n", "Install it.", `no heading "## 0.2.0 (`},
		"another version":       {"v0.2.0", "## 0a2.0 (2026-12-01)\n", "Install it.", `no heading "## 0.2.0 (`},
		"no version":            {"v2", "## 2 (2026-12-01)\n", "Install it.", `The tag "v2" is not a version`},
		"upper case":            {"v0.2.0-RC1", "## 0.2.0-RC1 (2026-12-01)\n", "Install it.", `is not a version`},
		"not in the registry":   {"v0.2.0", "## 0.2.0 (2026-12-01)\n", "It is not in the registry yet.", "docs/guide.md, line 1"},
		"continues on the next": {"v0.2.0", "## 0.2.0 (2026-12-01)\n", "It is Not in\nthe registry yet.", "docs/guide.md, line 2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			write(t, filepath.Join(folder, "CHANGELOG.md"), test.changelog)
			write(t, filepath.Join(folder, "README.md"), "# Provider\n")
			write(t, filepath.Join(folder, "docs", "guide.md"), test.guide)
			write(t, filepath.Join(folder, "templates", "guide.md.tmpl"), "")
			write(t, filepath.Join(folder, "examples", "main.tf"), "")
			script, err := filepath.Abs("check")
			if err != nil {
				t.Fatal(err)
			}
			command := exec.CommandContext(t.Context(), "/bin/sh", script, test.tag)
			command.Dir = folder
			output, err := command.CombinedOutput()
			if (err == nil) != (test.want == "") || !strings.Contains(string(output), test.want) {
				t.Errorf("the check prints %q: %v", output, err)
			}
		})
	}
}
