# A room is imported by its id. With a bearer token, its project is found out.
terraform import xrcloud_room.hall cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a

# With an API key alone, name the project as well. Otherwise the configured project_id is checked and filled in.
terraform import xrcloud_room.hall f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b/cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a
