locals {
  rooms = jsondecode(file("${path.module}/rooms.json"))
}

resource "xrcloud_room" "existing" {
  for_each = local.rooms

  project_id = var.project_id
  scene_id   = each.value.scene_id
  name       = each.value.name
  size       = each.value.size
  return_url = each.value.return_url
  tags       = each.value.tags
}
