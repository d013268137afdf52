import {
  to = xrcloud_room.hall
  identity = {
    id = "cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a"
  }
}
