locals {
  # If a data source refers directly to a resource with planned changes, Terraform reads it only during the apply. With a local value,
  # Terraform looks up the scenes during the plan, as soon as the project exists.
  project_id = xrcloud_project.fair.id

  # Excel writes a byte order mark at the start of the file, and separates cells with semicolons in some regions.
  text  = trimprefix(file("${path.module}/rooms.csv"), "\ufeff")
  table = csvdecode(startswith(local.text, "key;") ? replace(local.text, ";", ",") : local.text)
  rooms = { for row in local.table : row.key => row if row.key != "" }
}

# Each scene is looked up once, however many rooms are on it.
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

# Anyone who has such a link can run the room.
output "host_links" {
  value     = { for key, room in xrcloud_room.fair : key => room.public_host_url }
  sensitive = true
}
