data "xrcloud_rooms" "halls" {
  project_id    = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
  name_contains = "Hall"
}

output "halls" {
  value = { for room in data.xrcloud_rooms.halls.rooms : room.id => room.name }
}
