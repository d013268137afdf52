locals {
  # By way of a local value, the scene is found in each plan, even in one that changes the project.
  project_id = xrcloud_project.fair.id
}

data "xrcloud_scene" "lobby" {
  project_id = local.project_id
  name       = "Lobby"
}

# One room for each company: the map's keys keep rooms apart, so that a company can leave without a change to the others.
resource "xrcloud_room" "stand" {
  for_each = {
    acme   = { name = "Acme", size = 20 }
    globex = { name = "Globex", size = 50 }
  }

  project_id = local.project_id
  scene_id   = data.xrcloud_scene.lobby.id
  name       = each.value.name
  size       = each.value.size
  return_url = "https://fair.example.com/bye"
  tags       = ["fair-2026", each.key]
}

output "guest_links" {
  value = { for key, room in xrcloud_room.stand : key => room.public_guest_url }
}
