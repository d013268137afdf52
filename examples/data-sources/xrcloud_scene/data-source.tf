data "xrcloud_scene" "lobby" {
  project_id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
  name       = "Lobby"
}

output "lobby_thumbnail" {
  value = data.xrcloud_scene.lobby.thumbnail_url
}
