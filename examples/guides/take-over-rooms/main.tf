terraform {
  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = "~> 0.1"
    }
  }
}

provider "xrcloud" {}

variable "project_id" {
  description = "ID of the project whose rooms to import."
  type        = string
}
