data "xrcloud_rooms" "existing" {
  project_id = var.project_id
}

locals {
  # A key for each room: its name in lowercase, such as main-hall. If two rooms have the same name, or if a name has no Latin letters
  # and digits, the key also has the start of the ID.
  names = {
    for room in data.xrcloud_rooms.existing.rooms :
    room.id => trim(replace(lower(room.name), "/[^a-z0-9]+/", "-"), "-")
  }
  keys = {
    for id, name in local.names :
    id => name != "" && length([for other in local.names : other if other == name]) == 1 ? name : trim("${name}-${substr(id, 0, 8)}", "-")
  }
}

# JSON with one room on each line.
output "rooms" {
  value = join("", ["{\n", join(",\n", [
    for room in data.xrcloud_rooms.existing.rooms :
    "  ${jsonencode(local.keys[room.id])}: ${jsonencode({
      id         = room.id
      name       = room.name
      size       = room.size
      scene_id   = room.scene_id
      return_url = room.return_url
      tags       = room.tags
    })}"
  ]), "\n}\n"])
}
