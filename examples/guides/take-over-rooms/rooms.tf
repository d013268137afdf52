resource "xrcloud_room" "existing" {
  for_each = jsondecode(file("${path.module}/rooms.json"))

  project_id = var.project_id
  scene_id   = each.value.scene_id
  name       = each.value.name
  size       = each.value.size
  tags       = each.value.tags
  return_url = each.value.return_url
}
