data "xrcloud_whiteboard_room" "workshop" {
  region = "eu"
  uuid   = "4a5f0000000011eeb9d10123456789ab"
}

output "workshop_is_open" {
  value = !data.xrcloud_whiteboard_room.workshop.disabled
}
