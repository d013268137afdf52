terraform {
  required_version = ">= 1.8"

  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }

  # A pipeline needs a backend, too: the state must outlive the machine that the pipeline runs on.
}

provider "xrcloud" {}

data "xrcloud_scene" "lobby" {
  project_id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
  name       = "Lobby"
}

resource "xrcloud_room" "office" {
  project_id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
  scene_id   = data.xrcloud_scene.lobby.id
  name       = "Office hours"
  return_url = "https://example.com/bye"
}
