terraform {
  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}

# Everything comes from the environment: XRCLOUD_API_KEY is enough for rooms, XRCLOUD_EMAIL and XRCLOUD_PASSWORD are
# needed for projects.
provider "xrcloud" {}
