package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/hashicorp/go-version"
	install "github.com/hashicorp/hc-install"
	"github.com/hashicorp/hc-install/fs"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
	"github.com/hashicorp/hc-install/src"
	"github.com/hashicorp/terraform-exec/tfexec"
)

// minimumVersion is the version constraint of the provider for Terraform.
const minimumVersion = ">= 1.8"

// findTerraform returns the path of the Terraform or OpenTofu that TF_ACC_TERRAFORM_PATH names, or else of Terraform on PATH. If there is none, it
// downloads the latest Terraform into the folder.
func findTerraform(ctx context.Context, folder string) (string, error) {
	if named := os.Getenv("TF_ACC_TERRAFORM_PATH"); named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("TF_ACC_TERRAFORM_PATH is not a program: %w", err)
		}
		return filepath.Abs(path)
	}
	constraints, err := version.NewConstraint(minimumVersion)
	if err != nil {
		return "", err
	}
	path, err := install.NewInstaller().Ensure(ctx, []src.Source{
		&fs.Version{Product: product.Terraform, Constraints: constraints},
		&releases.LatestVersion{Product: product.Terraform, Constraints: constraints, InstallDir: folder},
	})
	if err != nil {
		return "", fmt.Errorf("there is no Terraform %s on PATH, and it could not be downloaded: %w\n"+
			"Install Terraform (https://developer.hashicorp.com/terraform/install), or set TF_ACC_TERRAFORM_PATH to the path of Terraform or OpenTofu", minimumVersion, err)
	}
	return path, nil
}

// newTerraform returns Terraform for a configuration, with the provider that was built and the environment of the service. It does not use the
// settings of the user's own Terraform.
func newTerraform(path, folder, configuration string, s *service) (*tfexec.Terraform, error) {
	terraform, err := tfexec.NewTerraform(configuration, path)
	if err != nil {
		return nil, err
	}
	rc := filepath.Join(folder, "terraform.rc")
	if err := os.WriteFile(rc, fmt.Appendf(nil, cliConfig, folder), 0o600); err != nil {
		return nil, err
	}
	environment := map[string]string{}
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "XRCLOUD_") {
			environment[name] = value
		}
	}
	environment["TF_CLI_CONFIG_FILE"] = rc
	maps.Copy(environment, s.environment())
	if err := terraform.SetEnv(environment); err != nil {
		return nil, err
	}
	return terraform, nil
}

const cliConfig = `# Terraform and OpenTofu use the provider of this build, and do not check for new versions.
disable_checkpoint = true

provider_installation {
  dev_overrides {
    "registry.terraform.io/xrcloud/xrcloud" = %[1]q
    "registry.opentofu.org/xrcloud/xrcloud" = %[1]q
  }
  direct {}
}
`
