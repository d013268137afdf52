terraform {
  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}

provider "xrcloud" {}

resource "xrcloud_project" "first" {
  name = "My first project"
}
