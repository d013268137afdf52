import {
  to = xrcloud_project.fair
  id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
}
