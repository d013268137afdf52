ephemeral "xrcloud_room_access" "host" {
  room_id      = "cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a"
  user_id      = "moderator@example.com"
  display_name = "Moderator"
}
