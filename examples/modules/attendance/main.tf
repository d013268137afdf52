data "xrcloud_room_logs" "this" {
  for_each = var.rooms

  room_id = each.key
  since   = var.period.since
  until   = var.period.until
}

locals {
  # Sorted by name. Rooms can have the same name.
  room_ids = [for key in sort([for id, name in var.rooms : "${name}\n${id}"]) : reverse(split("\n", key))[0]]

  visits = flatten([
    for id in local.room_ids : [
      for session in data.xrcloud_room_logs.this[id].sessions : {
        room_id      = id
        room         = var.rooms[id]
        visitor      = try(var.visitors[session.reticulum_id], coalesce(session.user_id, session.reticulum_id), "unknown")
        reticulum_id = session.reticulum_id
        joined_at    = session.joined_at
        exited_at    = session.exited_at
        minutes      = session.duration_seconds == null ? null : ceil(session.duration_seconds / 60)
      }
    ]
  ])

  # A spreadsheet program evaluates a cell that starts with one of these characters as a formula, unless it has an apostrophe before it.
  columns = ["room", "visitor", "joined_at", "exited_at", "minutes"]
  cells = [
    for visit in local.visits : [
      for column in local.columns : visit[column] == null ? "" : replace(visit[column], "/^[=+@\\t\\r-]/", "'$0")
    ]
  ]
  csv = join("", [
    for row in concat([local.columns], local.cells) :
    "${join(",", [for cell in row : "\"${replace(cell, "\"", "\"\"")}\""])}\n"
  ])
}
