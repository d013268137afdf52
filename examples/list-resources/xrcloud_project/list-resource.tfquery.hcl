list "xrcloud_project" "all" {
  provider = xrcloud
}
