import {
  to = xrcloud_venueless_room.hall
  identity = {
    world_id = "fair" # optional in the world of the block venueless of the provider
    id       = "eaa91024-1278-468d-8f24-31479817b073"
  }
}
