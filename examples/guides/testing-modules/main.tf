terraform {
  required_version = ">= 1.8"

  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = "~> 0.1"
    }
  }
}

variable "speakers" {
  description = "Names of the speakers. Each speaker gets a room."
  type        = set(string)

  validation {
    condition     = alltrue([for speaker in var.speakers : speaker == trimspace(speaker)])
    error_message = "A speaker's name must not begin or end with a space."
  }
}

variable "trial" {
  description = "If true, destroying the project also deletes its scenes."
  type        = bool
  default     = false
}

resource "xrcloud_project" "talks" {
  name          = "Talks"
  force_destroy = var.trial
}

locals {
  # With a local value, Terraform looks up the scene during the plan, even if the project has planned changes.
  project_id = xrcloud_project.talks.id
}

data "xrcloud_scene" "stage" {
  project_id = local.project_id
  name       = "Stage"
}

resource "xrcloud_room" "talk" {
  for_each = var.speakers

  project_id = local.project_id
  scene_id   = data.xrcloud_scene.stage.id
  name       = each.key
  return_url = "https://talks.example.com/"
}

output "guest_links" {
  value = { for speaker, room in xrcloud_room.talk : speaker => room.public_guest_url }
}
