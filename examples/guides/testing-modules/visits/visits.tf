terraform {
  required_version = ">= 1.8"

  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = "~> 0.1"
    }
  }
}

resource "xrcloud_project" "fair" {
  name          = "Fair"
  force_destroy = true
}

# The name that the service gives to the scene has its ID in the editor.
data "xrcloud_scene" "hall" {
  project_id = xrcloud_project.fair.id
  name       = "Scene 7UizZDL"
}

resource "xrcloud_room" "hall" {
  project_id = xrcloud_project.fair.id
  scene_id   = data.xrcloud_scene.hall.id
  name       = "Hall"
  return_url = "https://fair.example.com/"
}

data "xrcloud_room_logs" "hall" {
  room_id = xrcloud_room.hall.id
}

output "project_id" {
  value = xrcloud_project.fair.id
}

output "room_sid" {
  description = "ID of the room in the engine."
  value       = provider::xrcloud::parse_room_url(xrcloud_room.hall.public_guest_url).room_sid
}

output "minutes" {
  description = "Duration of each visit that has ended."
  value       = [for visit in data.xrcloud_room_logs.hall.sessions : visit.duration_seconds / 60 if visit.exited_at != null]
}
