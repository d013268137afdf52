variable "event_name" {
  description = "Name of the event."
  type        = string
  default     = "Spring Fair"
}

variable "event_label" {
  description = "Label by which the project can be looked up. It must be unique in the account."
  type        = string
  default     = "spring-fair"
}

variable "scene_name" {
  description = "Exact name of the published scene of the rooms."
  type        = string
  default     = "Lobby"
}

variable "return_url" {
  description = "URL that people are sent to when they leave a room."
  type        = string
  default     = "https://example.com/thank-you"
}

variable "rooms" {
  description = "Rooms of the event. Changing the name or size updates a room in place. Changing the tags forces replacement."
  type = map(object({
    name = string
    size = optional(number, 10)
    tags = optional(set(string))
  }))
  default = {
    main-stage = {
      name = "Main Stage"
      size = 100
      tags = ["talks", "public"]
    }
    workshop = {
      name = "Workshop"
      size = 25
      tags = ["hands-on"]
    }
    lounge = {
      name = "Lounge"
    }
  }
}
