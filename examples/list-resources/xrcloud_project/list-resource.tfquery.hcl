list "xrcloud_project" "all" {
  provider = xrcloud
  limit    = 1000
}
