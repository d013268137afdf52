data "xrcloud_room_logs" "opening_day" {
  room_id = "cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a"
  since   = "2026-05-04T00:00:00Z"
  until   = "2026-05-05T00:00:00Z"
}

output "visits_on_opening_day" {
  value = length(data.xrcloud_room_logs.opening_day.sessions)
}
