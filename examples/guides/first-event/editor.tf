data "xrcloud_scene_editor" "new" {
  project_id = xrcloud_project.fair.id
}

output "editor" {
  value     = data.xrcloud_scene_editor.new.url
  sensitive = true
}
