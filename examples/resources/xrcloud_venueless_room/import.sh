# The id of a room is that of its world and its own.
terraform import xrcloud_venueless_room.hall fair/eaa91024-1278-468d-8f24-31479817b073

# In the world of the provider's venueless section, its own is enough.
terraform import xrcloud_venueless_room.hall eaa91024-1278-468d-8f24-31479817b073
