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

# The state is kept between runs: this run changes the objects of the previous run.
run "one_speaker_is_removed" {
  variables {
    speakers = ["Grace Hopper"]

    # OpenTofu does not allow references to runs in conditions, only in variables.
    earlier_links = run.a_room_for_each_speaker.guest_links
  }

  assert {
    condition     = keys(output.guest_links) == ["Grace Hopper"]
    error_message = "Only the other speaker must have a link."
  }

  assert {
    condition     = output.guest_links["Grace Hopper"] == var.earlier_links["Grace Hopper"]
    error_message = "The link of the other speaker must stay the same."
  }
}

run "a_name_with_a_space_is_invalid" {
  command = plan

  variables {
    speakers = [" Ada Lovelace"]
  }

  expect_failures = [var.speakers]
}
