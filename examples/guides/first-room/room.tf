data "xrcloud_scene" "lobby" {
  project_id = xrcloud_project.first.id
  name       = "Lobby"
}

resource "xrcloud_room" "hall" {
  project_id = xrcloud_project.first.id
  scene_id   = data.xrcloud_scene.lobby.id
  name       = "Main Hall"
  return_url = "https://example.com/thank-you"
}

output "guest_link" {
  value = xrcloud_room.hall.public_guest_url
}
