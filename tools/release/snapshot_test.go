package release_test

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// A snapshot has the files that the registries want, and Terraform uses the provider in it. To save time, the snapshot is for this platform only;
// TestPlatforms checks the names for all others.
func TestSnapshot(t *testing.T) {
	t.Parallel()
	dist := snapshot(t)
	checksums := only(t, filepath.Join(dist, "terraform-provider-xrcloud_*_SHA256SUMS"))
	version := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(checksums), "terraform-provider-xrcloud_"), "_SHA256SUMS")
	platform := version + "_" + runtime.GOOS + "_" + runtime.GOARCH
	provider := "terraform-provider-xrcloud_" + platform + ".zip"
	emulator := "xrcloud-emulator_" + platform + ".zip"
	manifest := "terraform-provider-xrcloud_" + version + "_manifest.json"

	listed := map[string]string{} // checksums by file
	for line := range strings.Lines(read(t, checksums)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		listed[name] = sum
	}
	for _, name := range []string{provider, emulator, manifest} {
		file := filepath.Join(dist, name)
		if name == manifest {
			file = filepath.Join(root, "terraform-registry-manifest.json")
		}
		sum := sha256.Sum256([]byte(read(t, file)))
		if listed[name] != hex.EncodeToString(sum[:]) {
			t.Errorf("the checksum of %s is %q in %v", name, listed[name], listed)
		}
	}
	if len(listed) != 3 {
		t.Errorf("the checksums are of %v", listed)
	}

	suffix := ""
	if runtime.GOOS == "windows" {
		suffix = ".exe"
	}
	requireFiles(t, filepath.Join(dist, provider), "terraform-provider-xrcloud_v"+version+suffix)
	program := extract(t, filepath.Join(dist, emulator), "xrcloud-emulator"+suffix)
	output, err := exec.CommandContext(t.Context(), program, "-version").CombinedOutput()
	if err != nil || !strings.Contains(string(output), version) {
		t.Errorf("xrcloud-emulator -version prints %q: %v", output, err)
	}
	plan(t, filepath.Join(dist, provider), version)
}

// snapshot builds a snapshot for this platform and returns its folder.
func snapshot(t *testing.T) string {
	t.Helper()
	dist := filepath.Join(t.TempDir(), "dist")
	config := read(t, filepath.Join(root, ".goreleaser.yml"))
	for pattern, replacement := range map[string]string{
		`(?m)^project_name:`:   "dist: " + dist + "\nproject_name:",
		`&systems \[[^\]]*\]`:  "&systems [" + runtime.GOOS + "]",
		`&machines \[[^\]]*\]`: "&machines [" + runtime.GOARCH + "]",
	} {
		expression := regexp.MustCompile(pattern)
		if len(expression.FindAllString(config, -1)) != 1 {
			t.Fatalf(".goreleaser.yml has no single %s", pattern)
		}
		config = expression.ReplaceAllLiteralString(config, replacement)
	}
	file := filepath.Join(t.TempDir(), "goreleaser.yml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "go", "tool", "-modfile=tools/release/go.mod", "goreleaser",
		"release", "--snapshot", "--clean", "--skip=sign,publish,sbom", "--config="+file)
	command.Dir = root
	command.Env = append(os.Environ(), "GORELEASER_CURRENT_TAG=v0.0.0") // the newest tag of a clone need not be a version
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v:\n%s", err, output)
	}
	return dist
}

// plan uses the archive of the provider in a filesystem mirror: "terraform init" and "terraform plan" with a function of the provider.
func plan(t *testing.T, archive, version string) {
	t.Helper()
	terraform, err := exec.LookPath(cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform"))
	if err != nil {
		t.Fatal(err)
	}
	mirror, folder := t.TempDir(), t.TempDir()
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		write(t, filepath.Join(mirror, host, "xrcloud", "xrcloud", filepath.Base(archive)), read(t, archive))
	}
	config := filepath.Join(folder, "terraform.rc")
	write(t, config, fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror))
	write(t, filepath.Join(folder, "main.tf"), fmt.Sprintf(`
terraform {
  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = %q
    }
  }
}

output "room" {
  value = provider::xrcloud::parse_room_url("https://room.xrcloud.app/Nt7QPw3/hall").room_sid
}
`, version))
	var output []byte
	for _, arguments := range [][]string{{"init", "-no-color"}, {"plan", "-no-color"}} {
		command := exec.CommandContext(t.Context(), terraform, arguments...)
		command.Dir = folder
		command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+config, "CHECKPOINT_DISABLE=1")
		if output, err = command.CombinedOutput(); err != nil {
			t.Fatalf("terraform %s: %v\n%s", arguments[0], err, output)
		}
	}
	if !bytes.Contains(output, []byte(`+ room = "Nt7QPw3"`)) {
		t.Errorf("the plan is\n%s", output)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// only returns the one file that matches a pattern.
func only(t *testing.T, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) != 1 {
		t.Fatalf("the files %s are %v: %v", pattern, files, err)
	}
	return files[0]
}

// requireFiles fails the test unless an archive has the program, which is executable, and beside it only documentation.
func requireFiles(t *testing.T, archive, program string) {
	t.Helper()
	reader, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close() //nolint:errcheck // it was only read
	found := false
	for _, file := range reader.File {
		switch {
		case file.Name == program:
			found = file.Mode()&0o111 != 0 || runtime.GOOS == "windows"
		case !slices.Contains([]string{"LICENSE", "README.md", "CHANGELOG.md"}, file.Name):
			t.Errorf("%s has the file %s", archive, file.Name)
		}
	}
	if !found {
		t.Errorf("%s has no executable file %s", archive, program)
	}
}

// extract writes a program of an archive into a folder and returns its path.
func extract(t *testing.T, archive, program string) string {
	t.Helper()
	reader, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close() //nolint:errcheck // it was only read
	file, err := reader.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), program)
	if err := os.WriteFile(name, content, 0o700); err != nil {
		t.Fatal(err)
	}
	return name
}
