terraform {
  required_version = ">= 1.8"

  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}

variable "speakers" {
  description = "Who speaks. Each speaker gets a room."
  type        = set(string)

  validation {
    condition     = alltrue([for speaker in var.speakers : speaker == trimspace(speaker)])
    error_message = "A speaker's name must not begin or end with a space."
  }
}

variable "trial" {
  description = "Whether this is a trial, whose scenes may be deleted at its end."
  type        = bool
  default     = false
}

resource "xrcloud_project" "talks" {
  name          = "Talks"
  force_destroy = var.trial
}

data "xrcloud_scene" "stage" {
  project_id = xrcloud_project.talks.id
  name       = "Stage"
}

resource "xrcloud_room" "talk" {
  for_each = var.speakers

  project_id = xrcloud_project.talks.id
  scene_id   = data.xrcloud_scene.stage.id
  name       = each.key
  return_url = "https://talks.example.com/"
}

output "guest_links" {
  value = { for speaker, room in xrcloud_room.talk : speaker => room.public_guest_url }
}
