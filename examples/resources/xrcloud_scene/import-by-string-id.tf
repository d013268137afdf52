import {
  to = xrcloud_scene.lobby
  id = "c322b49b-6e12-47d9-b293-b5ab3727459c"
}
