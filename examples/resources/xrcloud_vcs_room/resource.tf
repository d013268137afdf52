# A few people, connected directly. When a fifth one comes, the room goes over a server.
resource "xrcloud_vcs_room" "speakers" {
  name                           = "Speakers"
  description                    = "Where speakers meet before they go on stage"
  auto_upgrade_participant_count = 5
}

resource "xrcloud_vcs_room" "panel" {
  name            = "Panel"
  conference_type = "SFU"

  # Where another room takes its place, that one is there first.
  lifecycle {
    create_before_destroy = true
  }
}

output "panel_is_open_until" {
  value = xrcloud_vcs_room.panel.expires_at
}
