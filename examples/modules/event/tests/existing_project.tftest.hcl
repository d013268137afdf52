# These tests need the same service as event.tftest.hcl. They use the module with an existing project.

run "project" {
  module {
    source = "./tests/project"
  }
}

run "rooms_in_an_existing_project" {
  variables {
    project    = { id = run.project.project_id }
    return_url = "https://fair.example.com/bye"
    rooms = {
      stage = { name = "Main Stage", scene = "Lobby" }
    }
  }

  assert {
    condition     = output.project_id == var.project.id && length(xrcloud_project.this) == 0
    error_message = "The module must not create a project."
  }

  assert {
    condition     = startswith(output.guest_links.stage, "http")
    error_message = "The room must have a guest link."
  }
}
