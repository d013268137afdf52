list "xrcloud_room" "halls" {
  provider         = xrcloud
  include_resource = true
  limit            = 1000

  config {
    project_id    = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
    name_contains = "Hall"
  }
}
