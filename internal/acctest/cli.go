package acctest

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/semver"
)

// CLI returns the path of the Terraform or OpenTofu that tests run: TF_ACC_TERRAFORM_PATH, or "terraform" on PATH.
func CLI() (string, error) {
	return exec.LookPath(cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform"))
}

// cliVersion returns the version that tests run, such as "Terraform v1.11.4".
var cliVersion = sync.OnceValues(func() (string, error) {
	cli, err := CLI()
	if err != nil {
		return "", err
	}
	output, err := exec.Command(cli, "version").Output()
	if err != nil {
		return "", err
	}
	return versionIn(string(output))
})

var versionLine = regexp.MustCompile(`(?m)^(?:Terraform|OpenTofu) v\d+\.\d+\.\d+.*$`)

// versionIn returns the version in the output of "terraform version". OpenTofu prints warnings about the CLI configuration before it.
func versionIn(output string) (string, error) {
	line := versionLine.FindString(output)
	if line == "" {
		return "", fmt.Errorf("the output of terraform version has no version: %q", output)
	}
	return line, nil
}

// IsOpenTofu reports whether tests run OpenTofu.
func IsOpenTofu(t *testing.T) bool {
	t.Helper()
	version, err := cliVersion()
	if err != nil {
		t.Fatal("tests need Terraform, or OpenTofu: ", err)
	}
	return strings.HasPrefix(version, "OpenTofu")
}

// RequireCLI skips a test if the Terraform or OpenTofu is older than these versions, such as "1.8".
func RequireCLI(t *testing.T, terraform, tofu string) {
	t.Helper()
	if reason := olderThan(t, terraform, tofu); reason != "" {
		t.Skip(reason)
	}
}

// RequireEphemeral skips a test if the Terraform or OpenTofu has no ephemeral resources.
func RequireEphemeral(t *testing.T) {
	t.Helper()
	RequireCLI(t, "1.10", "1.11")
}

// WithEphemeral returns a configuration with its ephemeral resources appended. If the Terraform or OpenTofu has no ephemeral resources, it
// omits them, and a skipped subtest shows that.
func WithEphemeral(t *testing.T, config, ephemeral string) string {
	t.Helper()
	if olderThan(t, "1.10", "1.11") == "" {
		return config + ephemeral
	}
	t.Run("ephemeral resources", RequireEphemeral)
	return config
}

// olderThan returns the reason to skip a test that needs these versions, or "".
func olderThan(t *testing.T, terraform, tofu string) (reason string) {
	t.Helper()
	minimum := terraform
	if IsOpenTofu(t) {
		minimum = tofu
	}
	version, _ := cliVersion()
	if found := regexp.MustCompile(`v\d+\.\d+\.\d+`).FindString(version); semver.Compare(found, "v"+minimum) < 0 {
		return fmt.Sprintf("the test needs Terraform %s or OpenTofu %s, and this is %s", terraform, tofu, version)
	}
	return ""
}
