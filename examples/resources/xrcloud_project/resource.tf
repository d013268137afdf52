resource "xrcloud_project" "fair" {
  name        = "Spring Fair"
  label       = "spring-fair"
  webhook_url = "https://events.example.com/xrcloud"

  # Without these, a neutral image is sent, since the service insists on both.
  favicon = "${path.module}/favicon.ico"
  logo    = "${path.module}/logo.png"
}
