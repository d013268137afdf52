ephemeral "xrcloud_whiteboard_sdk_token" "backend" {
  role = "writer"
  ttl  = "24h"
}
