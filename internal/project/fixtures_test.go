package project_test

import (
	"bytes"
	"cmp"
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
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// fair is the address of the project in all configurations here.
const fair = "xrcloud_project.fair"

// nowhere is the id of nothing.
const missingID = "11111111-1111-4111-8111-111111111111"

// adviceOnGone follows the service's word that there is no such thing.
const adviceOnNotFound = "\n\nThe object does not exist in this account; it may have been deleted outside Terraform. If Terraform manages it, the next plan recreates it. Otherwise check the ID."

func projectBlock(arguments string) string {
	return fmt.Sprintf("\nresource \"xrcloud_project\" \"fair\" {\n%s\n}\n", arguments)
}

// label is one that nobody else has.
func uniqueLabel() string { return "fair-" + strings.ToLower(rand.Text()) }

func expectState(name string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(fair, tfjsonpath.New(name), value)
}

func expectPlanned(name string, value knownvalue.Check) plancheck.PlanCheck {
	return plancheck.ExpectKnownValue(fair, tfjsonpath.New(name), value)
}

func expectAction(action plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(fair, action)
}

// image writes a file of that name, in a folder of its own, and gives its path.
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

func hash(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// labelled are the ids of the projects with a label.
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

// destroyed checks that a test leaves no project of its configuration behind.
func checkDestroyed(t *testing.T, s *acctest.Service) func(*terraform.State) error {
	t.Helper()
	return func(state *terraform.State) error {
		for address, resource := range state.RootModule().Resources {
			if resource.Type != "xrcloud_project" {
				continue
			}
			if _, err := s.Client.Project(t.Context(), resource.Primary.ID); !transport.IsNotFound(err) {
				return fmt.Errorf("%s is still there, or nobody knows: %w", address, cmp.Or(err, errors.New("it can be read")))
			}
		}
		return nil
	}
}

// form is a multipart body: its fields, and its files by "field=file name".
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

// fill makes rooms in a project.
func createRooms(t *testing.T, s *acctest.Service, project, scene string, rooms int) {
	t.Helper()
	for i := range rooms {
		input := xrcloud.RoomInput{
			ProjectID: project, SceneID: scene, Name: fmt.Sprintf("Room %d", i), ReturnURL: "https://example.com", Size: 10,
		}
		if _, _, err := s.Client.CreateRoom(t.Context(), input); err != nil {
			t.Fatal(err)
		}
	}
}
