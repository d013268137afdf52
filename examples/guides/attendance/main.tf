terraform {
  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = "~> 0.1"
    }
  }
}

provider "xrcloud" {}

variable "project_id" {
  description = "ID of the project of the rooms."
  type        = string
}

variable "since" {
  description = "Start of the event, in RFC 3339 format."
  type        = string

  validation {
    condition     = can(timeadd(var.since, "0s"))
    error_message = "since must be a time in RFC 3339 format, which ends with the time zone, such as 2026-05-04T00:00:00Z or 2026-05-04T00:00:00+09:00."
  }
}

variable "until" {
  description = "End of the event, in RFC 3339 format."
  type        = string

  validation {
    condition     = can(timeadd(var.until, "0s"))
    error_message = "until must be a time in RFC 3339 format, which ends with the time zone, such as 2026-05-05T00:00:00Z or 2026-05-05T00:00:00+09:00."
  }
}

variable "attendees" {
  description = "Values of user_id in the private links of visitors. The file shows them in place of the IDs of the service."
  type        = set(string)
  default     = []
}

data "xrcloud_rooms" "event" {
  project_id = var.project_id
}

data "xrcloud_room_logs" "event" {
  for_each = { for room in data.xrcloud_rooms.event.rooms : room.id => room.name }

  room_id = each.key
  since   = var.since
  until   = var.until
}

data "xrcloud_user" "attendee" {
  for_each = var.attendees

  project_id = var.project_id
  account_id = each.key
}

locals {
  columns = ["room", "visitor", "came", "went", "minutes"]
  names   = { for account, user in data.xrcloud_user.attendee : user.reticulum_id => account }

  visits = flatten([
    for room in data.xrcloud_rooms.event.rooms : [
      for visit in data.xrcloud_room_logs.event[room.id].sessions : {
        room    = room.name
        visitor = lookup(local.names, visit.reticulum_id, visit.reticulum_id)
        came    = visit.joined_at == null ? null : formatdate("YYYY-MM-DD hh:mm", visit.joined_at)
        went    = visit.exited_at == null ? null : formatdate("YYYY-MM-DD hh:mm", visit.exited_at)
        minutes = visit.duration_seconds == null ? null : ceil(visit.duration_seconds / 60)
      }
    ]
  ])
}

# CSV with a header.
output "attendance" {
  value = join("", [
    for row in concat([local.columns], [for visit in local.visits : [for column in local.columns : visit[column]]]) :
    "${join(",", [for cell in row : cell == null ? "" : "\"${replace(cell, "\"", "\"\"")}\""])}\n"
  ])
}
