# Rooms cannot be deleted: those that Terraform destroyed are still there, disabled.
data "xrcloud_whiteboard_rooms" "all" {
  region           = "eu"
  include_disabled = true
}

output "left_behind" {
  value = [for room in data.xrcloud_whiteboard_rooms.all.rooms : room.id if room.disabled]
}
