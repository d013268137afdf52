package acctest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The commands of the README install the provider and the emulator, create a room on the emulator, and destroy it.
func TestReadme(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t)
	bin := filepath.Join(w.folder, "bin")
	if output, err := exec.CommandContext(t.Context(), "../../contributing/install", bin).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	if err := os.Rename(filepath.Join(bin, "xrcloud-emulator"), filepath.Join(bin, "installed-emulator")); err != nil {
		t.Fatal(err)
	}
	wrapEmulator(t, filepath.Join(bin, "installed-emulator"), filepath.Join(bin, "xrcloud-emulator"))
	w.write(t, "main.tf", codeBlocks(t, "README.md", "Use it", "terraform"))
	install := strings.Replace(shellBlocks(t, "README.md", "Install the provider"), "make install\n", "", 1)
	output := w.shell(t, install+shellBlocks(t, "README.md", "Use it"))
	requireOutput(t, output, "Installed xrcloud/xrcloud v", "(unauthenticated)", "guest_link = ", "Destroy complete! Resources: 2 destroyed")
}

// The first configuration of the README works with an API key alone.
func TestReadmeExample(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := newWorkspace(t, "XRCLOUD_ENDPOINT="+f.Server.URL(), "XRCLOUD_API_KEY="+f.Emulator.Credentials().APIKey)
	w.write(t, "provider.tf", example(t, "provider/provider.tf"))
	w.write(t, "main.tf", f.ids.Replace(codeBlocks(t, "README.md", "Terraform provider for XRCLOUD", "terraform")))
	w.apply(t)
	w.requireEmptyPlan(t)
}
