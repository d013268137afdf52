terraform {
  required_version = ">= 1.8"

  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = "~> 0.1"
    }
  }
}

provider "xrcloud" {}

variable "force_destroy" {
  description = "If true, destroying the project also deletes its scenes."
  type        = bool
  default     = false
}

resource "xrcloud_project" "fair" {
  name          = "Autumn Fair"
  label         = "autumn-fair"
  force_destroy = var.force_destroy
}
