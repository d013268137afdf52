# The scenes with the default creator.
data "xrcloud_scenes" "default" {
  project_id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
  creator    = "admin"
}

output "scene_ids" {
  value = { for scene in data.xrcloud_scenes.default.scenes : scene.name => scene.id... }
}
