terraform {
  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = "~> 0.1"
    }
  }
}

provider "xrcloud" {
  # The service handles all requests in one thread. With fewer concurrent requests, other clients wait less.
  max_concurrent_requests = 4

  # A restart of the service takes some seconds. The provider waits longer before each retry.
  max_retries = 8
}

variable "project_id" {
  description = "ID of the project of the rooms."
  type        = string
}

data "xrcloud_rooms" "all" {
  project_id = var.project_id
}

output "rooms" {
  value = data.xrcloud_rooms.all.rooms[*].name
}
