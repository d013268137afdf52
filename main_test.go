package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

const executable = "terraform-provider-xrcloud"

// TestMain runs the provider if Terraform started the test program under the name of the provider.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == executable {
		main()
		return
	}
	os.Exit(m.Run())
}

// Without a TF_LOG variable, the SDK writes no log. With one, it writes the log at the level that the variables set.
func TestLogs(t *testing.T) {
	t.Parallel()
	if log := logOf(t); log == "" || strings.Contains(log, `"@module":`) { // go-plugin writes two lines at its start
		t.Errorf("without a variable, the provider writes\n%s", log)
	}
	for _, variable := range []string{
		"TF_LOG", "TF_LOG_CORE", "TF_LOG_PROVIDER", "TF_LOG_PROVIDER_XRCLOUD", "TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO", "TF_LOG_PATH",
	} {
		for _, level := range []string{"TRACE", "ERROR", "OFF"} {
			if variable == "TF_LOG_PATH" {
				level = filepath.Join(t.TempDir(), "log")
			}
			log := logOf(t, variable+"="+level)
			for logger, own := range map[string]string{`"@module":"sdk.proto"`: "TF_LOG_SDK_PROTO", `"@module":"sdk.framework"`: "TF_LOG_SDK_FRAMEWORK"} {
				want := variable != own && variable != "TF_LOG_SDK" || level == "TRACE"
				if got := strings.Contains(log, logger); got != want {
					t.Errorf("%s=%s: the log has lines of %s: %t, want %t", variable, level, logger, got, want)
				}
			}
		}
	}
}

// logOf returns the log that the provider writes during a validation by Terraform, which has these environment variables.
func logOf(t *testing.T, variables ...string) string {
	t.Helper()
	terraform, err := acctest.CLI()
	if err != nil {
		t.Fatal("the tests of the log need Terraform or OpenTofu: ", err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	log := filepath.Join(folder, "log")
	program := filepath.Join(folder, "built", executable)
	write := func(name, text string, mode os.FileMode) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(folder, "main.tf"), `
terraform {
  required_providers {
    xrcloud = { source = "xrcloud/xrcloud" }
  }
}

provider "xrcloud" {}

resource "xrcloud_project" "fair" {
  name = "Fair"
}
`, 0o600)
	if err := os.MkdirAll(filepath.Dir(program), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(folder, "provider", executable), fmt.Sprintf("#!/bin/sh\nexec '%s' 2>>'%s'\n", program, log), 0o700)
	write(filepath.Join(folder, "terraform.rc"), fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"registry.terraform.io/xrcloud/xrcloud\" = %q\n    \"registry.opentofu.org/xrcloud/xrcloud\" = %[1]q\n  }\n}\n", filepath.Join(folder, "provider")), 0o600)
	command := exec.CommandContext(t.Context(), terraform, "validate")
	command.Dir = folder
	inherited := slices.DeleteFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "TF_LOG") })
	command.Env = append(append(inherited, "TF_CLI_CONFIG_FILE="+filepath.Join(folder, "terraform.rc")), variables...)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
