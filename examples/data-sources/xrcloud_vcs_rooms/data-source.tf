data "xrcloud_vcs_rooms" "halls" {
  name_contains = "Hall"
}

output "expiry_times" {
  value = { for room in data.xrcloud_vcs_rooms.halls.rooms : room.id => room.expires_at }
}
