# The import ID is the ID of the project.
terraform import xrcloud_project.fair f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b
