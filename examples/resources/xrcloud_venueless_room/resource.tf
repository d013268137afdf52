# A public stage with a stream, a chat and questions.
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

  # Everyone can view the room and participate. People with the trait "crew" can moderate.
  trait_grants = {
    viewer      = []
    participant = []
    moderator   = [["crew"]]
  }
}

# A page for the crew. With a soft deletion, it can be restored after a destroy.
resource "xrcloud_venueless_room" "crew" {
  name             = "Crew"
  sorting_priority = 20
  module_config    = [{ type = "page.markdown", config = jsonencode({ content = "# Welcome, crew" }) }]
  trait_grants     = { viewer = [["crew"]] }
  deletion_mode    = "soft"
}
