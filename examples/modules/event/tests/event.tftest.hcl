# These tests need a service on which each new project has a scene with the name Lobby: xrcloud-emulator -seed-scene Lobby
#
# OpenTofu does not allow references to runs in conditions, so the outputs of earlier runs are passed as variables.

variables {
  project = {
    name          = "Spring Fair"
    force_destroy = true
  }
  scene      = "Lobby"
  return_url = "https://fair.example.com/bye"
}

run "a_project_without_rooms" {
  assert {
    condition     = can(regex("^[0-9a-f-]{36}$", output.project_id))
    error_message = "The project must have an ID."
  }

  assert {
    condition     = length(output.guest_links) == 0
    error_message = "There must be no links."
  }
}

run "rooms" {
  variables {
    earlier_project_id = run.a_project_without_rooms.project_id

    tags = ["fair-2026"]
    rooms = {
      stage = { name = "Main Stage", size = 100, tags = ["talks"] }
      acme  = { name = "Acme", return_url = "https://acme.example.com/" }
    }
  }

  assert {
    condition     = output.project_id == var.earlier_project_id
    error_message = "The rooms must be in the project of the previous run."
  }

  assert {
    condition     = keys(output.guest_links) == ["acme", "stage"] && keys(output.host_links) == ["acme", "stage"]
    error_message = "Each room must have its links."
  }

  assert {
    condition     = xrcloud_room.this["stage"].size == 100 && xrcloud_room.this["acme"].size == 10
    error_message = "A room must have its own size, or the default."
  }

  assert {
    condition     = xrcloud_room.this["stage"].tags == toset(["fair-2026", "talks"]) && xrcloud_room.this["acme"].tags == toset(["fair-2026"])
    error_message = "A room must have its own tags and those of the module."
  }

  assert {
    condition     = xrcloud_room.this["stage"].return_url == "https://fair.example.com/bye" && xrcloud_room.this["acme"].return_url == "https://acme.example.com/"
    error_message = "A room must have its own return URL, or that of the module."
  }
}

run "one_room_is_removed" {
  variables {
    earlier_room_ids = run.rooms.room_ids

    tags = ["fair-2026"]
    rooms = {
      stage = { name = "Grand Stage", size = 200, tags = ["talks"] }
    }
  }

  assert {
    condition     = keys(output.room_ids) == ["stage"] && output.room_ids.stage == var.earlier_room_ids.stage
    error_message = "The other room must not be replaced."
  }
}

run "a_project_is_required" {
  command = plan

  variables {
    project = {}
  }

  expect_failures = [var.project]
}

run "id_and_name_are_exclusive" {
  command = plan

  variables {
    project = {
      id   = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
      name = "Spring Fair"
    }
  }

  expect_failures = [var.project]
}

run "an_existing_project_has_no_label" {
  command = plan

  variables {
    project = {
      id    = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
      label = "fair-2026"
    }
  }

  expect_failures = [var.project]
}

run "a_size_is_positive" {
  command = plan

  variables {
    rooms = {
      none = { name = "None", size = 0 }
    }
  }

  expect_failures = [var.rooms]
}

run "a_name_is_required" {
  command = plan

  variables {
    rooms = {
      blank = { name = " " }
    }
  }

  expect_failures = [var.rooms]
}

run "a_return_url_has_a_dot" {
  command = plan

  variables {
    return_url = "localhost"
  }

  expect_failures = [var.return_url]
}

run "a_scene_is_required" {
  command = plan

  variables {
    scene = null
    rooms = {
      stage = { name = "Grand Stage", size = 200 }
    }
  }

  expect_failures = [xrcloud_room.this["stage"]]
}
