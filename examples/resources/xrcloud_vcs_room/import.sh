# The import ID is the ID of the room, including RO-.
terraform import xrcloud_vcs_room.speakers RO-7403cb88-8e88-452a-8bb7-0923923348f7
