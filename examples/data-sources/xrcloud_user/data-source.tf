data "xrcloud_user" "ada" {
  project_id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
  account_id = "ada@example.com"
}

# The events of this user in a room.
data "xrcloud_room_logs" "ada" {
  room_id      = "cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a"
  reticulum_id = data.xrcloud_user.ada.reticulum_id
}
