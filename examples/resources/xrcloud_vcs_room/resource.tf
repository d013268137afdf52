# Up to four people are connected directly. When a fifth joins, the room switches to a server.
resource "xrcloud_vcs_room" "speakers" {
  name                           = "Speakers"
  description                    = "Meeting place of the speakers before their talks"
  auto_upgrade_participant_count = 5
}

resource "xrcloud_vcs_room" "panel" {
  name            = "Panel"
  conference_type = "SFU"

  # If the room is replaced, Terraform creates the new room before it deletes this one.
  lifecycle {
    create_before_destroy = true
  }
}

output "panel_expires_at" {
  value = xrcloud_vcs_room.panel.expires_at
}
