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

// CLI returns the path of the Terraform or OpenTofu that tests run.
func CLI() (string, error) {
	return exec.LookPath(cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform"))
}

// cliVersion returns the first line that "terraform version" prints, such as "Terraform v1.11.4".
var cliVersion = sync.OnceValues(func() (string, error) {
	cli, err := CLI()
	if err != nil {
		return "", err
	}
	said, err := exec.Command(cli, "version").Output()
	line, _, _ := strings.Cut(string(said), "\n")
	return line, err
})

// IsOpenTofu says whether tests run OpenTofu.
func IsOpenTofu(t *testing.T) bool {
	t.Helper()
	said, err := cliVersion()
	if err != nil {
		t.Fatal("tests need Terraform, or OpenTofu: ", err)
	}
	return strings.HasPrefix(said, "OpenTofu")
}

// RequireCLI skips a test with a Terraform or an OpenTofu that is older than these versions.
func RequireCLI(t *testing.T, terraform, tofu string) {
	t.Helper()
	if reason := olderThan(t, terraform, tofu); reason != "" {
		t.Skip(reason)
	}
}

// RequireEphemeral skips a test with a Terraform or an OpenTofu that has no ephemeral resources.
func RequireEphemeral(t *testing.T) {
	t.Helper()
	RequireCLI(t, "1.10", "1.11")
}

// WithEphemeral returns a configuration with its ephemeral part. With a Terraform or an OpenTofu that has no ephemeral
// resources, it skips that part, in a separate test that tells the reason.
func WithEphemeral(t *testing.T, config, ephemeral string) string {
	t.Helper()
	if olderThan(t, "1.10", "1.11") == "" {
		return config + ephemeral
	}
	t.Run("ephemeral part", RequireEphemeral)
	return config
}

func olderThan(t *testing.T, terraform, tofu string) (reason string) {
	t.Helper()
	least := terraform
	if IsOpenTofu(t) {
		least = tofu
	}
	said, _ := cliVersion()
	if found := regexp.MustCompile(`v\d+\.\d+\.\d+`).FindString(said); semver.Compare(found, "v"+least) < 0 {
		return fmt.Sprintf("it needs Terraform %s or OpenTofu %s, and here is %s", terraform, tofu, said)
	}
	return ""
}
