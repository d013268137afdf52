terraform {
  required_version = ">= 1.10" # for use_lockfile, in OpenTofu as well

  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = "~> 0.1"
    }
  }

  # backend.hcl names the bucket: terraform init -backend-config=backend.hcl
  backend "s3" {
    key          = "rooms.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}

# The credentials are in the environment: XRCLOUD_API_KEY.
provider "xrcloud" {}
