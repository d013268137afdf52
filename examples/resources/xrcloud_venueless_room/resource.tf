# A public stage: a stream with a chat and questions beside it.
resource "xrcloud_venueless_room" "stage" {
  name             = "Main stage"
  sorting_priority = 10

  description = <<-EOT
    The **keynotes**, live.
  EOT

  module_config = [
    { type = "livestream.native", config = jsonencode({ hls_url = "https://stream.example.com/main.m3u8" }) },
    { type = "chat.native", config = jsonencode({ volatile = true }) },
    { type = "question", config = jsonencode({ active = true, requires_moderation = true }) },
  ]

  # Everybody may see it and take part; those with the trait "crew" may moderate.
  trait_grants = {
    viewer      = []
    participant = []
    moderator   = [["crew"]]
  }
}

# A page for the crew alone. It can be restored after a destroy.
resource "xrcloud_venueless_room" "crew" {
  name             = "Crew"
  sorting_priority = 20
  module_config    = [{ type = "page.markdown", config = jsonencode({ content = "# Welcome, crew" }) }]
  trait_grants     = { viewer = [["crew"]] }
  deletion_mode    = "soft"
}
