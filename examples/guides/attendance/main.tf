terraform {
  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}

provider "xrcloud" {}

variable "project_id" {
  description = "The id of the project whose rooms to look at."
  type        = string
  default     = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
}

variable "since" {
  description = "The beginning of the event, as an RFC 3339 time."
  type        = string
  default     = "2026-05-04T00:00:00Z"

  validation {
    condition     = can(timeadd(var.since, "0s"))
    error_message = "since must be an RFC 3339 time, with the time zone at its end, such as 2026-05-04T00:00:00Z or 2026-05-04T00:00:00+09:00."
  }
}

variable "until" {
  description = "The end of the event, as an RFC 3339 time."
  type        = string
  default     = "2026-05-05T00:00:00Z"

  validation {
    condition     = can(timeadd(var.until, "0s"))
    error_message = "until must be an RFC 3339 time, with the time zone at its end, such as 2026-05-05T00:00:00Z or 2026-05-05T00:00:00+09:00."
  }
}

variable "attendees" {
  description = "The user_id values under which your people were let into the rooms, to show them instead of the service's ids."
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

# terraform output -raw attendance > attendance.csv
output "attendance" {
  value = join("", [
    for row in concat([local.columns], [for visit in local.visits : [for column in local.columns : visit[column]]]) :
    "${join(",", [for cell in row : cell == null ? "" : "\"${replace(cell, "\"", "\"\"")}\""])}\n"
  ])
}
