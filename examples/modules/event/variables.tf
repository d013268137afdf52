variable "project" {
  description = <<-EOT
    The project of the event. Either the id of one that exists, or the name of one to make, with a label to find it by.
    A project that the module made is only destroyed while it is empty, unless force_destroy says otherwise: its scenes
    cannot be had back.
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
    error_message = "Give either the id of a project that exists, or the name of one to make."
  }

  validation {
    condition     = var.project.id == null || var.project.label == null
    error_message = "Only a project that is made here can be given a label."
  }
}

variable "scene" {
  description = "The exact name of the published scene that rooms stand on, unless they name another."
  type        = string
  default     = null
}

variable "return_url" {
  description = "Where people come to when they leave a room, unless it names another place."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^https?://[^/]+\\.", var.return_url))
    error_message = "It must be a complete URL whose host has a dot, such as https://example.com/thank-you: the service refuses others."
  }
}

variable "tags" {
  description = "Tags that every room gets besides its own. Other tags make other rooms, with other links."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "rooms" {
  description = <<-EOT
    The rooms of the event, by a key that stays the same: name and size change in place, and a room that leaves the map
    takes none of the others along. Without rooms, only the project is made, so that somebody can build a scene in it.
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
    error_message = "The size of a room is a whole number from 1 to 1000."
  }
}
