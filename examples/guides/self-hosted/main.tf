terraform {
  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}

provider "xrcloud" {
  # The service does all its work in one thread: be gentle where others need it at the same time.
  max_concurrent_requests = 4

  # A restart of the service takes some seconds. Retries, each after a longer wait, get over it.
  max_retries = 8
}

data "xrcloud_rooms" "all" {
  project_id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
}

output "rooms" {
  value = data.xrcloud_rooms.all.rooms[*].name
}
