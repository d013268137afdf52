variable "event_name" {
  description = "The name of the event, as people see it."
  type        = string
  default     = "Spring Fair"
}

variable "event_label" {
  description = "A short label to find the project by. No other project of the account may have it."
  type        = string
  default     = "spring-fair"
}

variable "scene_name" {
  description = "The exact name of the published scene that the rooms stand on."
  type        = string
  default     = "Lobby"
}

variable "return_url" {
  description = "Where people come to when they leave a room."
  type        = string
  default     = "https://example.com/thank-you"
}

variable "rooms" {
  description = "The rooms of the event. Other tags make another room, with other links; name and size change in place."
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
