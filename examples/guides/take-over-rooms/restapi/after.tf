terraform {
  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = "~> 0.1"
    }
  }
}

provider "xrcloud" {}

moved {
  from = restapi_object.hall
  to   = xrcloud_room.hall
}

resource "xrcloud_room" "hall" {
  project_id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
  scene_id   = "c322b49b-6e12-47d9-b293-b5ab3727459c"
  name       = "Main Stage"
  size       = 200
  return_url = "https://fair.example.com/bye"
}
