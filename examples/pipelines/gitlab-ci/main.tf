terraform {
  required_version = ">= 1.8"

  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = "~> 0.1"
    }
  }

  # The state is in GitLab. The variables TF_HTTP_… of .gitlab-ci.yml have its address and the token of the job.
  backend "http" {}
}

# The credentials are in the environment: XRCLOUD_API_KEY.
provider "xrcloud" {}
