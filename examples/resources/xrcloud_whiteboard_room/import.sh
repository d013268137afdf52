# The id of a room is its region and its uuid.
terraform import xrcloud_whiteboard_room.workshop eu/4a5f0000000011eeb9d10123456789ab
