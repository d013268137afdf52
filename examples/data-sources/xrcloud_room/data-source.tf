data "xrcloud_room" "hall" {
  project_id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
  name       = "Main Hall"
}

output "hall" {
  value = data.xrcloud_room.hall.public_guest_url
}
