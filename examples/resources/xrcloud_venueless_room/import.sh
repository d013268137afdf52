# The import ID is the ID of the world and the ID of the room.
terraform import xrcloud_venueless_room.hall fair/eaa91024-1278-468d-8f24-31479817b073

# In the world of the block venueless of the provider, the ID of the room is sufficient.
terraform import xrcloud_venueless_room.hall eaa91024-1278-468d-8f24-31479817b073
