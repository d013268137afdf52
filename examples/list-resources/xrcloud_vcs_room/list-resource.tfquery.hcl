list "xrcloud_vcs_room" "halls" {
  provider         = xrcloud
  include_resource = true
  limit            = 1000

  config {
    name_contains = "Hall"
  }
}
