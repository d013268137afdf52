data "xrcloud_vcs_room" "speakers" {
  id = "RO-7403cb88-8e88-452a-8bb7-0923923348f7"
}

# For Terraform before 1.10. It is in the state: later versions have an ephemeral resource for it.
output "room_token" {
  value     = data.xrcloud_vcs_room.speakers.token
  sensitive = true
}
