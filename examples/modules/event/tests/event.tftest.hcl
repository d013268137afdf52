# Against a service whose new projects have a scene "Lobby": xrcloud-emulator -seed-scene Lobby
#
# The outputs of an earlier run are passed in as variables, because OpenTofu does not know runs in conditions.

variables {
  project = {
    name          = "Spring Fair"
    force_destroy = true
  }
  scene      = "Lobby"
  return_url = "https://fair.example.com/bye"
}

run "without_rooms_there_is_a_project" {
  assert {
    condition     = can(regex("^[0-9a-f-]{36}$", output.project_id))
    error_message = "The project must have an id."
  }

  assert {
    condition     = length(output.guest_links) == 0
    error_message = "There must be no links yet."
  }
}

run "rooms" {
  variables {
    earlier_project_id = run.without_rooms_there_is_a_project.project_id

    tags = ["fair-2026"]
    rooms = {
      stage = { name = "Main Stage", size = 100, tags = ["talks"] }
      acme  = { name = "Acme", return_url = "https://acme.example.com/" }
    }
  }

  assert {
    condition     = output.project_id == var.earlier_project_id
    error_message = "The rooms must be in the project that was made."
  }

  assert {
    condition     = keys(output.guest_links) == ["acme", "stage"] && keys(output.host_links) == ["acme", "stage"]
    error_message = "Each room must have its links."
  }

  assert {
    condition     = xrcloud_room.this["stage"].size == 100 && xrcloud_room.this["acme"].size == 10
    error_message = "A room has its own size, else 10."
  }

  assert {
    condition     = xrcloud_room.this["stage"].tags == toset(["fair-2026", "talks"]) && xrcloud_room.this["acme"].tags == toset(["fair-2026"])
    error_message = "A room has its own tags and those of all."
  }

  assert {
    condition     = xrcloud_room.this["stage"].return_url == "https://fair.example.com/bye" && xrcloud_room.this["acme"].return_url == "https://acme.example.com/"
    error_message = "A room has its own return URL, else that of all."
  }
}

run "a_room_leaves" {
  variables {
    earlier_room_ids = run.rooms.room_ids

    tags = ["fair-2026"]
    rooms = {
      stage = { name = "Grand Stage", size = 200, tags = ["talks"] }
    }
  }

  assert {
    condition     = keys(output.room_ids) == ["stage"] && output.room_ids.stage == var.earlier_room_ids.stage
    error_message = "The other room must stay the same one."
  }
}

run "no_project" {
  command = plan

  variables {
    project = {}
  }

  expect_failures = [var.project]
}

run "two_projects" {
  command = plan

  variables {
    project = {
      id   = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
      name = "Spring Fair"
    }
  }

  expect_failures = [var.project]
}

run "a_label_for_what_is_there" {
  command = plan

  variables {
    project = {
      id    = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
      label = "fair-2026"
    }
  }

  expect_failures = [var.project]
}

run "bad_sizes" {
  command = plan

  variables {
    rooms = {
      none = { name = "None", size = 0 }
    }
  }

  expect_failures = [var.rooms]
}

run "no_name" {
  command = plan

  variables {
    rooms = {
      blank = { name = " " }
    }
  }

  expect_failures = [var.rooms]
}

run "no_place_to_return_to" {
  command = plan

  variables {
    return_url = "localhost"
  }

  expect_failures = [var.return_url]
}

run "no_scene" {
  command = plan

  variables {
    scene = null
    rooms = {
      stage = { name = "Grand Stage", size = 200 }
    }
  }

  expect_failures = [xrcloud_room.this["stage"]]
}
