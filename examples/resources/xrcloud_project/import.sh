# A project is imported by its id.
terraform import xrcloud_project.fair f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b
