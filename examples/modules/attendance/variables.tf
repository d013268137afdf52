variable "rooms" {
  description = "Names of the rooms, by their IDs."
  type        = map(string)
  nullable    = false
}

variable "period" {
  description = "Period of the report: two times in RFC 3339 format, such as 2026-05-04T09:00:00+09:00. The HTML page shows times in the time zone of since."
  type = object({
    since = string
    until = string
  })
  nullable = false

  validation {
    condition     = can(timeadd(var.period.since, "0s")) && can(timeadd(var.period.until, "0s"))
    error_message = "since and until must be times in RFC 3339 format, which end with the time zone, such as 2026-05-04T09:00:00Z or 2026-05-04T09:00:00+09:00."
  }

  validation {
    condition     = try(timecmp(var.period.since, var.period.until) < 0, true)
    error_message = "since must be before until."
  }
}

variable "visitors" {
  description = "Names of visitors, by their reticulum_id. Other visitors have their user_id or their reticulum_id in place of a name."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "title" {
  description = "Title of the HTML page."
  type        = string
  default     = "Attendance"
  nullable    = false
}
