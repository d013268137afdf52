terraform {
  required_version = ">= 1.8"

  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}

provider "xrcloud" {}

resource "xrcloud_project" "fair" {
  name  = "Autumn Fair"
  label = "autumn-fair"
}
