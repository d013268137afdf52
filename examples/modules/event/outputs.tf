output "project_id" {
  description = "ID of the project."
  value       = local.project_id
}

output "room_ids" {
  description = "ID of each room, by its key."
  value       = { for key, room in xrcloud_room.this : key => room.id }
}

output "guest_links" {
  description = "Guest link of each room, by its key."
  value       = { for key, room in xrcloud_room.this : key => room.public_guest_url }
}

output "host_links" {
  description = "Host link of each room, by its key. It is sensitive, because anyone who has it can run the room."
  value       = { for key, room in xrcloud_room.this : key => room.public_host_url }
  sensitive   = true
}
