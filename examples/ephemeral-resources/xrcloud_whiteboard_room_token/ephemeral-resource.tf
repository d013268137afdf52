ephemeral "xrcloud_whiteboard_room_token" "guest" {
  room_id = "eu/4a5f0000000011eeb9d10123456789ab"
  role    = "reader"
  ttl     = "8h"
}
