list "xrcloud_vcs_room" "halls" {
  limit = 1000
  provider         = xrcloud
  include_resource = true

  config {
    name_contains = "Hall"
  }
}
