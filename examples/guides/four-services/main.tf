terraform {
  required_version = ">= 1.8"

  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = "~> 0.1"
    }
  }
}

provider "xrcloud" {}

variable "force_destroy" {
  description = "If true, destroying the project also deletes its scenes."
  type        = bool
  default     = false
}

# The 3D room, on a scene that a person publishes in the editor.
resource "xrcloud_project" "fair" {
  name          = "Autumn Fair"
  label         = "autumn-fair"
  force_destroy = var.force_destroy
}

locals {
  # With a local value, Terraform looks up the scene during the plan, even if the project has planned changes.
  project_id = xrcloud_project.fair.id
}

data "xrcloud_scene" "lobby" {
  project_id = local.project_id
  name       = "Lobby"
}

resource "xrcloud_room" "keynote" {
  project_id = local.project_id
  scene_id   = data.xrcloud_scene.lobby.id
  name       = "Keynote"
  size       = 200
  return_url = "https://event.example.com/"
}

# The page for attendees, which shows the 3D room and a chat.
resource "xrcloud_venueless_room" "keynote" {
  name             = "Keynote"
  description      = "Walk around, and discuss the keynote in the chat."
  sorting_priority = 10

  trait_grants = {
    viewer      = []
    participant = []
  }

  module_config = [
    {
      type = "page.iframe"
      config = jsonencode({
        url = provider::xrcloud::room_entry_url(xrcloud_room.keynote.public_guest_url, { fast_entry = true })
      })
    },
    { type = "chat.native" },
  ]
}

# The conference of the speakers. It expires, usually after one day.
resource "xrcloud_vcs_room" "speakers" {
  name            = "Speakers of the keynote"
  conference_type = "SFU"
}

# The whiteboard of the speakers.
resource "xrcloud_whiteboard_room" "speakers" {
  region = "eu"
}

output "hall" {
  description = "Guest link of the 3D room."
  value       = xrcloud_room.keynote.public_guest_url
}

output "speakers" {
  description = "IDs with which an application joins the conference and the whiteboard. Each speaker also needs a token."
  value = {
    conference = xrcloud_vcs_room.speakers.id
    whiteboard = xrcloud_whiteboard_room.speakers.uuid
    region     = xrcloud_whiteboard_room.speakers.region
  }
}
