locals {
  project_id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
}

data "xrcloud_scene" "lobby" {
  project_id = local.project_id
  name       = "Lobby"
}

resource "xrcloud_room" "office" {
  project_id = local.project_id
  scene_id   = data.xrcloud_scene.lobby.id
  name       = "Office hours"
  return_url = "https://example.com/bye"
}

output "guest_link" {
  value = xrcloud_room.office.public_guest_url
}

output "host_link" {
  value     = xrcloud_room.office.public_host_url
  sensitive = true
}
