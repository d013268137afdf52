data "xrcloud_project" "fair" {
  label = "fair-2026"
}

# An API key is sufficient to look up a project by its ID.
data "xrcloud_project" "by_id" {
  id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
}
