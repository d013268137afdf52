# The scenes that nobody in particular made.
data "xrcloud_scenes" "official" {
  project_id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
  creator    = "admin"
}

output "scene_ids" {
  value = { for scene in data.xrcloud_scenes.official.scenes : scene.name => scene.id... }
}
