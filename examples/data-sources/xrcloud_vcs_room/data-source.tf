data "xrcloud_vcs_room" "speakers" {
  id = "RO-7403cb88-8e88-452a-8bb7-0923923348f7"
}

# The state has this token. With Terraform 1.10 or newer, use the ephemeral resource xrcloud_vcs_room_token instead.
output "room_token" {
  value     = data.xrcloud_vcs_room.speakers.token
  sensitive = true
}
