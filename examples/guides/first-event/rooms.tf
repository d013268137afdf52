locals {
  # By way of a local value, the scenes are found in each plan, even in one that changes the project.
  project_id = xrcloud_project.fair.id

  # Excel begins a UTF-8 file with a byte order mark, and keeps empty rows.
  table = csvdecode(trimprefix(file("${path.module}/rooms.csv"), "\ufeff"))
  rooms = { for row in local.table : row.key => row if row.key != "" }
}

# Each scene that the table names, found once.
data "xrcloud_scene" "by_name" {
  for_each = toset([for room in local.rooms : room.scene])

  project_id = local.project_id
  name       = each.key
}

resource "xrcloud_room" "fair" {
  for_each = local.rooms

  project_id = local.project_id
  scene_id   = data.xrcloud_scene.by_name[each.value.scene].id
  name       = each.value.name
  size       = each.value.size == "" ? null : tonumber(each.value.size)
  tags       = compact(split(" ", each.value.tags))
  return_url = "https://fair.example.com/thank-you"
}

output "guest_links" {
  value = {
    for key, room in xrcloud_room.fair : key => room.public_guest_url
    if contains(room.tags, "public")
  }
}

# For the crew: whoever has such a link can run the room.
output "host_links" {
  value     = { for key, room in xrcloud_room.fair : key => room.public_host_url }
  sensitive = true
}
