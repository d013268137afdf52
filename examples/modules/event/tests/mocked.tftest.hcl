# These tests need no service. The provider also checks the form of IDs and URLs if it is mocked, so the defaults have that form.

mock_provider "xrcloud" {
  mock_resource "xrcloud_project" {
    defaults = {
      id = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
    }
  }

  mock_data "xrcloud_scene" {
    defaults = {
      id = "c322b49b-6e12-47d9-b293-b5ab3727459c"
    }
  }

  mock_resource "xrcloud_room" {
    defaults = {
      id               = "cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a"
      public_host_url  = "https://room.example.com/AbCdEf1/main-hall?public=b0b51ff6-57e2-4ee1-8fa3-0c9b1c5d8e0a"
      public_guest_url = "https://room.example.com/AbCdEf1/main-hall?public=a0166051-1eee-44bb-922a-c988d517a0e1"
    }
  }
}

run "rooms" {
  variables {
    project    = { name = "Spring Fair" }
    scene      = "Lobby"
    return_url = "https://fair.example.com/bye"
    rooms = {
      stage = { name = "Main Stage", size = 100 }
      acme  = { name = "Acme" }
    }
  }

  assert {
    condition     = keys(output.guest_links) == ["acme", "stage"]
    error_message = "Each room must have a link."
  }

  assert {
    condition     = xrcloud_room.this["stage"].scene_id == data.xrcloud_scene.this["Lobby"].id
    error_message = "The rooms must be on the scene."
  }
}
