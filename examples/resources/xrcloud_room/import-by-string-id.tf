import {
  to = xrcloud_room.hall
  id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b/cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a" # or the ID of the room alone
}
