list "xrcloud_whiteboard_room" "open" {
  provider         = xrcloud
  include_resource = true
  limit            = 1000

  config {
    region = "eu"
  }
}
