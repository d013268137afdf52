variable "project" {
  description = <<-EOT
    Project of the event: the id of an existing project, or the name of a new one, with an optional label. If
    force_destroy is true, destroying the new project also deletes its scenes, which cannot be undone. Otherwise, only an
    empty project is destroyed.
  EOT
  type = object({
    id            = optional(string)
    name          = optional(string)
    label         = optional(string)
    force_destroy = optional(bool, false)
  })
  nullable = false

  validation {
    condition     = (var.project.id == null) != (var.project.name == null)
    error_message = "Set either the id of an existing project, or the name of a new one."
  }

  validation {
    condition     = var.project.id == null || var.project.label == null
    error_message = "A label can only be set for a new project, not for an existing one."
  }
}

variable "scene" {
  description = "Exact name of the published scene of all rooms that do not set their own."
  type        = string
  default     = null
}

variable "return_url" {
  description = "URL that people are sent to when they leave a room that does not set its own."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^https?://[^/]+\\.", var.return_url))
    error_message = "return_url must be a complete URL whose host has a dot, such as https://example.com/thank-you. The service rejects others."
  }
}

variable "tags" {
  description = "Tags of all rooms, in addition to their own. Changing the tags of a room forces its replacement."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "rooms" {
  description = <<-EOT
    Rooms of the event, by a key that identifies the room. Changing the name, size or return_url updates a room in place.
    Changing its scene or tags forces replacement. Without rooms, only the project is created.
  EOT
  type = map(object({
    name       = string
    size       = optional(number, 10)
    tags       = optional(set(string), [])
    scene      = optional(string)
    return_url = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for room in var.rooms : trimspace(room.name) != ""])
    error_message = "Every room must have a name."
  }

  validation {
    condition     = alltrue([for room in var.rooms : room.size >= 1 && room.size <= 1000 && floor(room.size) == room.size])
    error_message = "The size of a room must be a whole number from 1 to 1000."
  }
}
