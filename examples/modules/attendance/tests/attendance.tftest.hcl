# These tests need a service on which each new project has a scene with the name Lobby: xrcloud-emulator -seed-scene Lobby

run "visits" {
  module {
    source = "./tests/visits"
  }

  variables {
    names = {
      hall     = "Main Hall"
      workshop = "<script>alert('R&D')</script>"
      formula  = "=1+1"
    }
    events = [
      { room = "hall", visitor = "1001", code = "room-join", time = "2026-05-04T00:30:00Z" },
      { room = "hall", visitor = "1001", code = "room-exit", time = "2026-05-04T02:00:00Z" },
      { room = "hall", visitor = "1002", code = "room-join", time = "2026-05-04T03:00:00Z" },
      { room = "workshop", visitor = "1001", code = "room-join", time = "2026-05-04T02:00:00Z" },
      { room = "workshop", visitor = "1001", code = "room-exit", time = "2026-05-04T02:45:00Z" },
      { room = "formula", visitor = "1003", code = "room-join", time = "2026-05-03T23:00:00Z" },
      { room = "formula", visitor = "1003", code = "room-exit", time = "2026-05-04T01:00:00Z" },
    ]
  }
}

run "report" {
  variables {
    rooms    = run.visits.rooms
    period   = { since = "2026-05-04T09:00:00+09:00", until = "2026-05-04T18:00:00+09:00" }
    visitors = { 1001 = "Ada \"the first\" & Co" }
  }

  assert {
    condition = toset([for visit in jsondecode(output.json) : "${visit.room}, ${visit.visitor}, ${visit.minutes == null ? "open" : visit.minutes}"]) == toset([
      "Main Hall, Ada \"the first\" & Co, 90",
      "Main Hall, 1002, open",
      "<script>alert('R&D')</script>, Ada \"the first\" & Co, 45",
      "=1+1, 1003, 120",
    ])
    error_message = "The JSON must have all visits."
  }

  assert {
    condition = toset([for row in csvdecode(output.csv) : "${row.room}, ${row.visitor}, ${row.minutes}"]) == toset([
      "Main Hall, Ada \"the first\" & Co, 90",
      "Main Hall, 1002, ",
      "<script>alert('R&D')</script>, Ada \"the first\" & Co, 45",
      "'=1+1, 1003, 120",
    ])
    error_message = "The CSV must have all visits, and no formulas."
  }

  assert {
    condition     = !strcontains(output.html, "<script") && strcontains(output.html, "&lt;script&gt;alert(&#39;R&amp;D&#39;)&lt;/script&gt;") && strcontains(output.html, "Ada &quot;the first&quot; &amp; Co")
    error_message = "The HTML must escape names."
  }

  assert {
    # The chart starts at x = 260 and is 660 wide. 09:30 to 11:00 is 30 to 120 of 540 minutes.
    condition     = strcontains(output.html, "class=\"bar\" x=\"296.7\"") && strcontains(output.html, "width=\"110.0\"")
    error_message = "The bar of a visit must be at its time."
  }

  assert {
    # 12:00 to 18:00, the end of the period.
    condition     = strcontains(output.html, "class=\"bar open\" x=\"480.0\"") && strcontains(output.html, "width=\"440.0\"")
    error_message = "A visit without an exit must last until the end of the period."
  }

  assert {
    # 08:00 to 10:00 starts before the period: 60 of 540 minutes are left.
    condition     = strcontains(output.html, "class=\"bar\" x=\"260.0\"") && strcontains(output.html, "width=\"73.3\"")
    error_message = "A visit must be cut at the start of the period."
  }

  assert {
    condition     = strcontains(output.html, "2026-05-04 09:30") && strcontains(output.html, "2026-05-04 09:00 to 2026-05-04 18:00 (UTC+09:00)")
    error_message = "The HTML must have times in the time zone of the period."
  }
}
