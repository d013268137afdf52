resource "xrcloud_whiteboard_room" "workshop" {
  region = "eu"
}

# The audience only watches: two people can draw at a time. The room opens when disabled is taken away.
resource "xrcloud_whiteboard_room" "keynote" {
  region   = "eu"
  limit    = 2
  disabled = true

  # People may still look at the board after the event.
  on_destroy = "abandon"
}

# What the Whiteboard SDK joins with, beside a token for each person.
output "workshop" {
  value = {
    region = xrcloud_whiteboard_room.workshop.region
    uuid   = xrcloud_whiteboard_room.workshop.uuid
  }
}
