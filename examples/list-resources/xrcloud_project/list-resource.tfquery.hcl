list "xrcloud_project" "all" {
  limit = 1000
  provider = xrcloud
}
