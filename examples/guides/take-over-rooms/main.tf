terraform {
  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}

provider "xrcloud" {}

variable "project_id" {
  description = "The id of the project whose rooms to take over."
  type        = string
  default     = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
}
