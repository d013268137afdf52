# These tests need no service.

mock_provider "xrcloud" {}

variables {
  rooms  = { "cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a" = "Main Hall" }
  period = { since = "2024-02-01T00:00:00Z", until = "2024-03-01T00:00:00Z" }
}

run "without_visits" {
  assert {
    condition     = output.csv == "\"room\",\"visitor\",\"joined_at\",\"exited_at\",\"minutes\"\n" && output.json == "[]"
    error_message = "Without visits, the CSV must only have the header, and the JSON must be empty."
  }

  assert {
    condition     = strcontains(output.html, "There are no visits in this period.")
    error_message = "Without visits, the HTML must say so."
  }

  assert {
    condition     = local.duration == 29 * 86400
    error_message = "February 2024 has 29 days."
  }
}

run "one_year" {
  variables {
    period = { since = "1999-12-31T23:00:00-01:00", until = "2001-01-01T00:00:00.000Z" }
  }

  assert {
    condition     = local.duration == 366 * 86400
    error_message = "The year 2000 has 366 days."
  }
}

run "a_day_is_not_a_time" {
  command = plan

  variables {
    period = { since = "2026-05-04", until = "2026-05-05T00:00:00Z" }
  }

  expect_failures = [var.period]
}

run "a_period_ends_after_its_start" {
  command = plan

  variables {
    period = { since = "2026-05-05T00:00:00Z", until = "2026-05-04T00:00:00Z" }
  }

  expect_failures = [var.period]
}
