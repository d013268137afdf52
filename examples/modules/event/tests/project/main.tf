terraform {
  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}

resource "xrcloud_project" "existing" {
  name          = "Existing"
  force_destroy = true
}

output "project_id" {
  value = xrcloud_project.existing.id
}
