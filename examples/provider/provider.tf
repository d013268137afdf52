terraform {
  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = "~> 0.1"
    }
  }
}

# The endpoint and the credentials are in environment variables. XRCLOUD_API_KEY is sufficient for rooms and scenes. To manage
# projects, set XRCLOUD_EMAIL and XRCLOUD_PASSWORD.
provider "xrcloud" {}
