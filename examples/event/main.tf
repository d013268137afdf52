terraform {
  # The oldest Terraform, and OpenTofu, that the provider works with.
  required_version = ">= 1.8"

  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}

# Endpoint and credentials come from the environment (XRCLOUD_ENDPOINT, XRCLOUD_API_KEY, XRCLOUD_EMAIL, XRCLOUD_PASSWORD),
# so that this configuration can be shared, and the same one serves a trial and the real event.
provider "xrcloud" {}

# The project holds everything that belongs to the event.
resource "xrcloud_project" "event" {
  name  = var.event_name
  label = var.event_label

  # Deleting a project deletes every scene and room in it. The provider therefore refuses while there are any, even one
  # that somebody made by hand. Here the scene was made in the editor, and the event is over when it is over.
  force_destroy = true
}

locals {
  # Lookups go by way of a local value: Terraform puts one that names a resource off until that resource has no changes left,
  # and a mere renaming of the project would leave the rooms' scene unknown in the plan.
  project_id = xrcloud_project.event.id
}

# Scenes are made by people, in the browser editor. The configuration finds the published one by its name, and stops with a
# list of what there is when the name fits none of them, or several.
data "xrcloud_scene" "venue" {
  project_id = local.project_id
  name       = var.scene_name
}

# One room for each entry of the map. Its key ("main-stage") is the room's address in Terraform, so that a room can get
# another name or size, or leave the list, without the others being touched.
resource "xrcloud_room" "event" {
  for_each = var.rooms

  project_id = local.project_id
  scene_id   = data.xrcloud_scene.venue.id
  name       = each.value.name
  size       = each.value.size
  tags       = each.value.tags
  return_url = var.return_url
}
