list "xrcloud_whiteboard_room" "open" {
  provider         = xrcloud
  include_resource = true

  config {
    region = "eu"
  }
}
