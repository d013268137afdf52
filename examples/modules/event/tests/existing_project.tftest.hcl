# Against the same service: the module with a project that exists already.

run "organisation" {
  module {
    source = "./tests/project"
  }
}

run "rooms_in_it" {
  variables {
    project    = { id = run.organisation.project_id }
    return_url = "https://fair.example.com/bye"
    rooms = {
      stage = { name = "Main Stage", scene = "Lobby" }
    }
  }

  assert {
    condition     = output.project_id == var.project.id && length(xrcloud_project.this) == 0
    error_message = "No project must be made."
  }

  assert {
    condition     = startswith(output.guest_links.stage, "http")
    error_message = "The room must have a link for guests."
  }
}
