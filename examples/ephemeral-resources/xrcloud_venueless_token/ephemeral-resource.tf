ephemeral "xrcloud_venueless_token" "speaker" {
  uid     = "ada@example.com"
  traits  = ["attendee", "speaker"]
  profile = jsonencode({ display_name = "Ada" })
  ttl     = "8h"
}
