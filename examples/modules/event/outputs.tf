output "project_id" {
  description = "The id of the event's project."
  value       = local.project_id
}

output "room_ids" {
  description = "The id of each room, by its key."
  value       = { for key, room in xrcloud_room.this : key => room.id }
}

output "guest_links" {
  description = "The link into each room for everybody, by its key."
  value       = { for key, room in xrcloud_room.this : key => room.public_guest_url }
}

output "host_links" {
  description = "The link into each room for those who run it, by its key. Whoever has one is a host."
  value       = { for key, room in xrcloud_room.this : key => room.public_host_url }
  sensitive   = true
}
