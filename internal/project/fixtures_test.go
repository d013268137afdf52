package project_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// projectAddress is the address of the project in configurations.
const projectAddress = "xrcloud_project.fair"

func projectBlock(arguments string) string {
	return fmt.Sprintf("\nresource \"xrcloud_project\" \"fair\" {\n%s\n}\n", arguments)
}

// newLabel returns a label that no other project has.
func newLabel() string { return "fair-" + strings.ToLower(rand.Text()) }

func expectPlanned(name string, value knownvalue.Check) plancheck.PlanCheck {
	return plancheck.ExpectKnownValue(projectAddress, tfjsonpath.New(name), value)
}

func expectAction(action plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(projectAddress, action)
}

// writeImage writes a file with a name in a new folder, and returns its path.
func writeImage(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	writeFile(t, path, content)
	return path
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// hash returns the SHA-256 hash as the provider writes it.
func hash(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// projectIDsByLabel returns the IDs of the projects with a label.
func projectIDsByLabel(t *testing.T, s *acctest.Service, label string) []string {
	t.Helper()
	projects, err := xrcloud.Collect(s.Client.Projects(t.Context(), label))
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{}
	for _, project := range projects {
		ids = append(ids, project.ID)
	}
	return ids
}

// checkDestroyed checks that Terraform has deleted all projects of a test.
func checkDestroyed(t *testing.T, s *acctest.Service) func(*terraform.State) error {
	t.Helper()
	return acctest.CheckDestroyed(t, "xrcloud_project", func(ctx context.Context, id string) error {
		_, err := s.Client.Project(ctx, id)
		return err
	})
}

// multipartValues returns the parts of a multipart body by their names. The name of a file is "field=file name".
func multipartValues(t *testing.T, request faultserver.Request) map[string]string {
	t.Helper()
	_, parameters, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	reader := multipart.NewReader(bytes.NewReader(request.Body), parameters["boundary"])
	values := map[string]string{}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return values
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		name := part.FormName()
		if part.FileName() != "" {
			name += "=" + part.FileName()
		}
		values[name] = string(content)
	}
}

// createRooms creates rooms in a project: Room 0, Room 1 and so on.
func createRooms(t *testing.T, s *acctest.Service, project, scene string, rooms int) {
	t.Helper()
	for i := range rooms {
		s.CreateRoom(t, project, scene, fmt.Sprintf("Room %d", i))
	}
}
