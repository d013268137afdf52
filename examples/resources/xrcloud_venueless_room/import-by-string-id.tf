import {
  to = xrcloud_venueless_room.hall
  id = "fair/eaa91024-1278-468d-8f24-31479817b073" # or the ID of the room alone
}
