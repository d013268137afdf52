# The import ID is the region and the UUID of the room.
terraform import xrcloud_whiteboard_room.workshop eu/4a5f0000000011eeb9d10123456789ab
