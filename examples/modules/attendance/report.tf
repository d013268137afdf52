# The HTML page. Terraform has no function that returns the seconds between two times, so these locals calculate them from the calendar.

locals {
  times = distinct(compact(concat(
    [var.period.since, var.period.until], local.visits[*].joined_at, local.visits[*].exited_at,
  )))

  # Years start in March here, so that the leap day is the last day of a year.
  dates = {
    for time in local.times : time => {
      year   = tonumber(formatdate("YYYY", time)) - (tonumber(formatdate("M", time)) < 3 ? 1 : 0)
      month  = (tonumber(formatdate("M", time)) + 9) % 12
      day    = tonumber(formatdate("D", time))
      second = tonumber(formatdate("h", time)) * 3600 + tonumber(formatdate("m", time)) * 60 + tonumber(formatdate("s", time))
      zone   = regex("([+-])(..):(..)", formatdate("ZZZZZ", time))
    }
  }
  offsets = {
    for time, date in local.dates :
    time => (tonumber(date.zone[1]) * 3600 + tonumber(date.zone[2]) * 60) * (date.zone[0] == "-" ? -1 : 1)
  }
  days = {
    for time, date in local.dates :
    time => 365 * date.year + floor(date.year / 4) - floor(date.year / 100) + floor(date.year / 400) + floor((153 * date.month + 2) / 5) + date.day
  }
  seconds = { for time in local.times : time => local.days[time] * 86400 + local.dates[time].second - local.offsets[time] }

  since    = local.seconds[var.period.since]
  duration = local.seconds[var.period.until] - local.since

  # Logs have times in UTC. The page shows them in the time zone of since.
  zone  = formatdate("ZZZZZ", var.period.since)
  shown = { for time in local.times : time => formatdate("YYYY-MM-DD hh:mm", timeadd(time, "${local.offsets[var.period.since] - local.offsets[time]}s")) }

  # The chart has at most 12 intervals.
  steps = [300, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400]
  step  = concat([for step in local.steps : step if local.duration / step <= 12], [ceil(local.duration / 86400 / 12) * 86400])[0]
  ticks = [
    for number in range(floor(local.duration / local.step) + 1) : {
      x    = number * local.step / local.duration
      text = formatdate(local.duration > 86400 ? "MM-DD hh:mm" : "hh:mm", timeadd(var.period.since, "${number * local.step}s"))
    }
  ]

  # A row for each visitor of each room. Bars are cut at the period. A visit without an exit lasts until the end of the period.
  rows = flatten([
    for id in local.room_ids : [
      for visitor in distinct([for visit in local.visits : visit.visitor if visit.room_id == id]) : {
        room    = var.rooms[id]
        visitor = visitor
        bars = [
          for visit in local.visits : {
            from  = visit.joined_at == null ? 0 : max(0, local.seconds[visit.joined_at] - local.since) / local.duration
            to    = visit.exited_at == null ? 1 : min(local.duration, local.seconds[visit.exited_at] - local.since) / local.duration
            open  = visit.exited_at == null
            visit = visit
          }
          if visit.room_id == id && visit.visitor == visitor
        ]
      }
    ]
  ])

  # The template only gets texts of this map. Names of rooms and visitors can contain any character.
  escaped = {
    for text in distinct(concat([var.title], values(var.rooms), local.visits[*].visitor)) :
    text => replace(replace(replace(replace(replace(replace(text,
      "/[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]/", "\ufffd"),
    "&", "&amp;"), "<", "&lt;"), ">", "&gt;"), "\"", "&quot;"), "'", "&#39;")
  }

  html = templatefile("${path.module}/report.html.tftpl", {
    title = local.escaped[var.title]
    since = local.shown[var.period.since]
    until = local.shown[var.period.until]
    zone  = local.zone
    ticks = local.ticks
    rows = [
      for row in local.rows : {
        room    = local.escaped[row.room]
        visitor = local.escaped[row.visitor]
        bars = [
          for bar in row.bars : {
            from   = bar.from
            to     = max(bar.to, bar.from)
            open   = bar.open
            joined = bar.visit.joined_at == null ? "" : local.shown[bar.visit.joined_at]
            exited = bar.visit.exited_at == null ? "" : local.shown[bar.visit.exited_at]
          }
        ]
      }
    ]
    rooms = [
      for id in local.room_ids : {
        name     = local.escaped[var.rooms[id]]
        visits   = length([for visit in local.visits : visit if visit.room_id == id])
        visitors = length(distinct([for visit in local.visits : visit.visitor if visit.room_id == id]))
        minutes  = sum(concat([0], [for visit in local.visits : visit.minutes if visit.room_id == id && visit.minutes != null]))
      }
    ]
    visits = [
      for visit in local.visits : {
        room    = local.escaped[visit.room]
        visitor = local.escaped[visit.visitor]
        joined  = visit.joined_at == null ? "" : local.shown[visit.joined_at]
        exited  = visit.exited_at == null ? "" : local.shown[visit.exited_at]
        minutes = visit.minutes == null ? "" : visit.minutes
      }
    ]
  })
}
