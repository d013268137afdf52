list "xrcloud_room" "existing" {
  provider         = xrcloud
  include_resource = true
  limit            = 1000

  config {
    project_id = var.project_id
  }
}
