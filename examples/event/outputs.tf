output "project_id" {
  description = "ID of the project."
  value       = xrcloud_project.event.id
}

output "guest_links" {
  description = "Guest link of each room."
  value       = { for key, room in xrcloud_room.event : key => room.public_guest_url }
}

# Anyone who has a host link can run the room. Terraform hides it in its output, and saves it in the state.
output "host_links" {
  description = "Host link of each room, for moderators only. To show them, run: terraform output -json host_links"
  value       = { for key, room in xrcloud_room.event : key => room.public_host_url }
  sensitive   = true
}
