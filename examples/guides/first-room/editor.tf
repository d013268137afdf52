data "xrcloud_scene_editor" "new" {
  project_id = xrcloud_project.first.id
}

output "editor" {
  value     = data.xrcloud_scene_editor.new.url
  sensitive = true
}
