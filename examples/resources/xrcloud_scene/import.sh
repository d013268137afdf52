# The import ID is the ID of the scene.
terraform import xrcloud_scene.lobby c322b49b-6e12-47d9-b293-b5ab3727459c
