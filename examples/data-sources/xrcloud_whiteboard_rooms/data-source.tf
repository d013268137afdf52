# Rooms cannot be deleted. Rooms that Terraform has destroyed are disabled.
data "xrcloud_whiteboard_rooms" "all" {
  region           = "eu"
  include_disabled = true
}

output "disabled_rooms" {
  value = [for room in data.xrcloud_whiteboard_rooms.all.rooms : room.id if room.disabled]
}
