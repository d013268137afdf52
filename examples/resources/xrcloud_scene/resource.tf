# This resource does not create a scene. It adopts one that a person has published in the editor.
resource "xrcloud_scene" "lobby" {
  scene_id   = "c322b49b-6e12-47d9-b293-b5ab3727459c"
  project_id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"

  # Destroying this resource deletes the scene, if no rooms are on it.
  delete_on_destroy = true
}
