variables {
  trial = true
}

run "a_room_for_each_speaker" {
  variables {
    speakers = ["Ada Lovelace", "Grace Hopper"]
  }

  assert {
    condition     = toset(keys(output.guest_links)) == toset(["Ada Lovelace", "Grace Hopper"])
    error_message = "Each speaker must have a link."
  }

  assert {
    condition     = alltrue([for link in output.guest_links : startswith(link, "http")])
    error_message = "Links must be URLs."
  }
}

# The service keeps its objects between runs: this run changes those of the run before.
run "a_speaker_falls_ill" {
  variables {
    speakers = ["Grace Hopper"]

    # OpenTofu does not know earlier runs in conditions, but in variables it does.
    earlier_links = run.a_room_for_each_speaker.guest_links
  }

  assert {
    condition     = keys(output.guest_links) == ["Grace Hopper"]
    error_message = "Only the other speaker must be left."
  }

  assert {
    condition     = output.guest_links["Grace Hopper"] == var.earlier_links["Grace Hopper"]
    error_message = "Her link must stay the same."
  }
}

run "bad_names" {
  command = plan

  variables {
    speakers = [" Ada Lovelace"]
  }

  expect_failures = [var.speakers]
}
