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
  description = "ID of the project of the rooms."
  type        = string
}
