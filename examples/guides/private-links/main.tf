terraform {
  required_version = ">= 1.11"

  required_providers {
    xrcloud = {
      source  = "xrcloud/xrcloud"
      version = "~> 0.1"
    }
    vault = {
      source  = "hashicorp/vault"
      version = ">= 5.0"
    }
  }
}

provider "xrcloud" {}
provider "vault" {}

variable "room_id" {
  description = "ID of the room."
  type        = string
}

variable "link_version" {
  description = "Version of the link. Increase it by one to write a new link."
  type        = number
  default     = 1
}

# Terraform reads this link in every plan and apply, and does not save it.
ephemeral "xrcloud_room_access" "moderator" {
  room_id      = var.room_id
  user_id      = "moderator@example.com"
  display_name = "Moderator"
}

# The write-only argument sends the link to Vault. Neither the plan nor the state has it.
resource "vault_kv_secret_v2" "moderator" {
  mount = "secret"
  name  = "xrcloud/main-hall/moderator"

  data_json_wo         = jsonencode({ url = ephemeral.xrcloud_room_access.moderator.private_host_url })
  data_json_wo_version = var.link_version
}
