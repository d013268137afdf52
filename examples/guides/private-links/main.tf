terraform {
  required_version = ">= 1.11"

  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
    vault = {
      source  = "hashicorp/vault"
      version = ">= 5.0"
    }
  }
}

provider "xrcloud" {}
provider "vault" {}

variable "link_version" {
  description = "Raise it by one to write a new link."
  type        = number
  default     = 1
}

# Opened in every plan and apply, and forgotten at its end.
ephemeral "xrcloud_room_access" "moderator" {
  room_id      = "cfdd7716-4ed0-4db2-b7d6-93dc0ff72c2a"
  user_id      = "moderator@example.com"
  display_name = "Moderator"
}

# Vault gets the link; neither the plan nor the state does.
resource "vault_kv_secret_v2" "moderator" {
  mount = "secret"
  name  = "xrcloud/main-hall/moderator"

  data_json_wo         = jsonencode({ url = ephemeral.xrcloud_room_access.moderator.private_host_url })
  data_json_wo_version = var.link_version
}
