output "parts" {
  # { host = "room.xrcloud.app:4000", room_sid = "7UizZDL", slug = "main-hall", visibility = "public", access_id = "a016…" }
  value = provider::xrcloud::parse_room_url("https://room.xrcloud.app:4000/7UizZDL/main-hall?public=a0166051-1eee-44bb-922a-c988d517a0e1")
}
