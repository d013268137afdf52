# Nothing is made: somebody has published this scene in the editor. The resource keeps an eye on it.
resource "xrcloud_scene" "lobby" {
  scene_id   = "c322b49b-6e12-47d9-b293-b5ab3727459c"
  project_id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"

  # Destroying it deletes the scene, but only when no room stands on it any more.
  delete_on_destroy = true
}
