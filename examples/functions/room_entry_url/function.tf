output "kiosk_link" {
  # https://room.xrcloud.app:4000/7UizZDL/main-hall?public=a0166051-1eee-44bb-922a-c988d517a0e1&displayName=Kiosk%201&funcs=fastEntry
  value = provider::xrcloud::room_entry_url(
    "https://room.xrcloud.app:4000/7UizZDL/main-hall?public=a0166051-1eee-44bb-922a-c988d517a0e1",
    { display_name = "Kiosk 1", fast_entry = true },
  )
}
