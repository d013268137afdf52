# With a bearer token, the ID of the room is sufficient.
terraform import xrcloud_room.hall cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a

# With only an API key, begin with the ID of the project. If it is omitted, the first apply checks the configured project_id and adds it to the state.
terraform import xrcloud_room.hall f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b/cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a
