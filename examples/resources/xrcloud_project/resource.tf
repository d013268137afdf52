resource "xrcloud_project" "fair" {
  name        = "Spring Fair"
  label       = "spring-fair"
  webhook_url = "https://events.example.com/xrcloud"

  # The service requires both images. If they are not set, the provider sends a neutral image.
  favicon = "${path.module}/favicon.ico"
  logo    = "${path.module}/logo.png"
}
