import {
  to = xrcloud_venueless_room.hall
  identity = {
    world_id = "fair" # may be left out in the world of the provider's venueless section
    id       = "eaa91024-1278-468d-8f24-31479817b073"
  }
}
