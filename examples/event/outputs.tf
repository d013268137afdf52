output "project_id" {
  description = "The id of the event's project."
  value       = xrcloud_project.event.id
}

output "guest_links" {
  description = "For everybody: the link into each room."
  value       = { for key, room in xrcloud_room.event : key => room.public_guest_url }
}

# Whoever has a host link can run the room. Terraform hides it on the screen, but keeps it in the state: guard the state.
output "host_links" {
  description = "For moderators only: the link that lets its holder run the room. Read them with: terraform output -json host_links"
  value       = { for key, room in xrcloud_room.event : key => room.public_host_url }
  sensitive   = true
}
