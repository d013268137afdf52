data "xrcloud_venueless_world" "fair" {}

output "address" {
  value = "https://${data.xrcloud_venueless_world.fair.domain}/"
}
