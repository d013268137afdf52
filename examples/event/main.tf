terraform {
  # The provider requires Terraform 1.8 or OpenTofu 1.8.
  required_version = ">= 1.8"

  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}

# The endpoint and the credentials are in environment variables (XRCLOUD_ENDPOINT, XRCLOUD_API_KEY, XRCLOUD_EMAIL,
# XRCLOUD_PASSWORD), so that the same configuration can be used for a test and for the event.
provider "xrcloud" {}

# The project holds the scenes and rooms of the event.
resource "xrcloud_project" "event" {
  name  = var.event_name
  label = var.event_label

  # Deleting a project also deletes its scenes and rooms, including those that people created. For this reason, the provider
  # only deletes an empty project, unless force_destroy is true.
  force_destroy = true
}

locals {
  # If a data source refers directly to a resource with planned changes, Terraform reads it only during the apply. With a local
  # value, Terraform looks up the scene during the plan, as soon as the project exists.
  project_id = xrcloud_project.event.id
}

# People build and publish scenes in the browser editor. If no scene or several scenes have this name, the plan fails with a list
# of the scenes.
data "xrcloud_scene" "venue" {
  project_id = local.project_id
  name       = var.scene_name
}

# One room for each entry of the map. Its key, such as main-stage, identifies the room in Terraform. Changing or removing an entry
# does not affect the other rooms.
resource "xrcloud_room" "event" {
  for_each = var.rooms

  project_id = local.project_id
  scene_id   = data.xrcloud_scene.venue.id
  name       = each.value.name
  size       = each.value.size
  tags       = each.value.tags
  return_url = var.return_url
}
