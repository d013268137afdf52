terraform {
  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = "~> 0.1"
    }
  }
}

provider "xrcloud" {}

resource "xrcloud_project" "first" {
  name          = "My first project"
  force_destroy = true # Deletes the scenes of the project with it.
}
