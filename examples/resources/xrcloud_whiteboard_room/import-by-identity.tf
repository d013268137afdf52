import {
  to = xrcloud_whiteboard_room.workshop
  identity = {
    region = "eu"
    uuid   = "4a5f0000000011eeb9d10123456789ab"
  }
}
