terraform {
  required_version = ">= 1.8"

  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = ">= 0.1.0"
    }
  }
}
