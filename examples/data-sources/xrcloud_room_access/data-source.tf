data "xrcloud_room_access" "ada" {
  room_id      = "cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a"
  user_id      = "ada@example.com"
  display_name = "Ada"
}

output "ada" {
  value     = data.xrcloud_room_access.ada.private_guest_url
  sensitive = true
}
