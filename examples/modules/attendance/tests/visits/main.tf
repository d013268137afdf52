# Creates rooms on the emulator, and reports visits to them as the rooms of the service do.

terraform {
  required_version = ">= 1.8"

  required_providers {
    xrcloud = {
      source = "xrcloud/xrcloud"
    }
  }
}

variable "names" {
  description = "Names of the rooms, by a key."
  type        = map(string)
}

variable "events" {
  description = "Events to report."
  type        = list(object({ room = string, visitor = string, code = string, time = string }))
}

resource "xrcloud_project" "fair" {
  name          = "Fair"
  force_destroy = true
}

data "xrcloud_scene" "lobby" {
  project_id = xrcloud_project.fair.id
  name       = "Lobby"
}

resource "xrcloud_room" "this" {
  for_each = var.names

  project_id = xrcloud_project.fair.id
  scene_id   = data.xrcloud_scene.lobby.id
  name       = each.value
  return_url = "https://fair.example.com/"
}

resource "terraform_data" "events" {
  input = xrcloud_room.this

  provisioner "local-exec" {
    command = join("\n", concat(["set -e"], [
      for event in var.events :
      "curl -fsS -H 'Content-Type: application/json' -d '${jsonencode({
        code        = event.code
        resourceId  = provider::xrcloud::parse_room_url(self.input[event.room].public_guest_url).room_sid
        sessionId   = "${event.room}-${event.visitor}"
        reticulumId = event.visitor
        logTime     = event.time
      })}' \"$XRCLOUD_ENDPOINT/logs\""
    ]))
  }
}

output "rooms" {
  value = { for room in xrcloud_room.this : room.id => room.name }

  depends_on = [terraform_data.events]
}
