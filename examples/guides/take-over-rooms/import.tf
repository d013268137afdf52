import {
  for_each = local.rooms
  to       = xrcloud_room.existing[each.key]
  id       = "${var.project_id}/${each.value.id}"
}
