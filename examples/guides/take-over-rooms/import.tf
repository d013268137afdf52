data "xrcloud_rooms" "existing" {
  project_id = var.project_id
}

locals {
  existing = { for room in data.xrcloud_rooms.existing.rooms : room.id => room }
}

import {
  for_each = local.existing
  to       = xrcloud_room.existing[each.key]
  id       = "${var.project_id}/${each.key}"
}

resource "xrcloud_room" "existing" {
  for_each = local.existing

  project_id = var.project_id
  scene_id   = each.value.scene_id
  name       = each.value.name
  size       = each.value.size
  tags       = each.value.tags
  return_url = each.value.return_url
}

output "rooms" {
  value = {
    for id, room in xrcloud_room.existing : id => {
      scene_id   = room.scene_id
      name       = room.name
      size       = room.size
      tags       = room.tags
      return_url = room.return_url
    }
  }
}
