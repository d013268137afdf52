package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
)

// The output equals the output of Terraform for the kinds that Terraform supports.
func TestWriteAgreesWithTerraform(t *testing.T) {
	t.Parallel()
	want := schemaFromTerraform(t)
	var printed bytes.Buffer
	if err := write(t.Context(), &printed, providerserver.NewProtocol6(provider.New("dev")())()); err != nil {
		t.Fatal(err)
	}
	got := onlyProvider(t, printed.Bytes())
	if len(want) == 0 {
		t.Fatal("Terraform printed nothing")
	}
	for kind, schemas := range want {
		if diff := cmp.Diff(schemas, got[kind]); diff != "" {
			t.Errorf("%s differ (-Terraform +schemajson):\n%s", kind, diff)
		}
	}
}

func schemaFromTerraform(t *testing.T) map[string]any {
	t.Helper()
	terraform := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if terraform == "" {
		terraform = "terraform"
	}
	if _, err := exec.LookPath(terraform); err != nil {
		t.Skipf("the test needs Terraform: %v", err)
	}
	folder := t.TempDir()
	run := func(name string, args ...string) []byte {
		t.Helper()
		command := exec.CommandContext(t.Context(), name, args...)
		command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(folder, "terraform.rc"))
		var stderr bytes.Buffer
		command.Stderr = &stderr
		out, err := command.Output()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, stderr.Bytes())
		}
		return out
	}
	for name, content := range map[string]string{
		"terraform.rc": fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n    \"registry.terraform.io/xrcloud/xrcloud\" = %q\n  }\n}\n", folder),
		"main.tf":      "terraform {\n  required_providers {\n    xrcloud = { source = \"registry.terraform.io/xrcloud/xrcloud\" }\n  }\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run("go", "build", "-o", filepath.Join(folder, "terraform-provider-xrcloud"), "../..")
	return onlyProvider(t, run(terraform, "-chdir="+folder, "providers", "schema", "-json"))
}

// onlyProvider returns the schemas of the only provider in a document.
func onlyProvider(t *testing.T, printed []byte) map[string]any {
	t.Helper()
	var document struct {
		FormatVersion string                    `json:"format_version"`
		Providers     map[string]map[string]any `json:"provider_schemas"`
	}
	if err := json.Unmarshal(printed, &document); err != nil {
		t.Fatal(err)
	}
	if document.FormatVersion != "1.0" || len(document.Providers) != 1 {
		t.Fatalf("want one provider in format 1.0, got %d in %q", len(document.Providers), document.FormatVersion)
	}
	for _, schemas := range document.Providers {
		return schemas
	}
	return nil
}
