list "xrcloud_vcs_room" "halls" {
  provider         = xrcloud
  include_resource = true

  config {
    name_contains = "Hall"
  }
}
