data "xrcloud_scene_editor" "new" {
  project_id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
  creator    = "ada"
}

# To show the URL, run: terraform output -raw editor
output "editor" {
  value     = data.xrcloud_scene_editor.new.url
  sensitive = true
}
