list "xrcloud_whiteboard_room" "open" {
  limit = 1000
  provider         = xrcloud
  include_resource = true

  config {
    region = "eu"
  }
}
