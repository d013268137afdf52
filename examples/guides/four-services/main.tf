terraform {
  required_version = ">= 1.8"

  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}

provider "xrcloud" {}

# The hall: a 3D room on a scene that somebody publishes in the editor.
resource "xrcloud_project" "fair" {
  name  = "Autumn Fair"
  label = "autumn-fair"
}

data "xrcloud_scene" "lobby" {
  project_id = xrcloud_project.fair.id
  name       = "Lobby"
}

resource "xrcloud_room" "keynote" {
  project_id = xrcloud_project.fair.id
  scene_id   = data.xrcloud_scene.lobby.id
  name       = "Keynote"
  size       = 200
  return_url = "https://event.example.com/"
}

# The attendees' room: it shows the hall, with a chat beside it.
resource "xrcloud_venueless_room" "keynote" {
  name             = "Keynote"
  description      = "Walk around, and talk about it in the chat."
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

# The speakers' conference. It ends by itself, usually after a day.
resource "xrcloud_vcs_room" "speakers" {
  name            = "Speakers of the keynote"
  conference_type = "SFU"
}

# The speakers' whiteboard.
resource "xrcloud_whiteboard_room" "speakers" {
  region = "eu"
}

output "hall" {
  description = "The way into the hall for those who do not come by way of the event's page."
  value       = xrcloud_room.keynote.public_guest_url
}

output "speakers" {
  description = "What an application joins the conference and the whiteboard with, beside a token for each speaker."
  value = {
    conference = xrcloud_vcs_room.speakers.id
    whiteboard = xrcloud_whiteboard_room.speakers.uuid
    region     = xrcloud_whiteboard_room.speakers.region
  }
}
