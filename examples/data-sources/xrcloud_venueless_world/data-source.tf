data "xrcloud_venueless_world" "fair" {}

locals {
  domain = data.xrcloud_venueless_world.fair.domain
}

# Null if the world has no domain.
output "address" {
  value = local.domain == null ? null : "https://${local.domain}/"
}
