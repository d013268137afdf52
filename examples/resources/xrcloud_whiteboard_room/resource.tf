resource "xrcloud_whiteboard_room" "workshop" {
  region = "eu"
}

# Two people can draw at the same time. The room is closed until disabled is removed.
resource "xrcloud_whiteboard_room" "keynote" {
  region   = "eu"
  limit    = 2
  disabled = true

  # People can still view the whiteboard after the event.
  on_destroy = "abandon"
}

# The Whiteboard SDK needs these values, and a token for each person.
output "workshop" {
  value = {
    region = xrcloud_whiteboard_room.workshop.region
    uuid   = xrcloud_whiteboard_room.workshop.uuid
  }
}
