resource "xrcloud_project" "fair" {
  name = "Spring Fair"
}

locals {
  # If a data source refers directly to a resource with planned changes, Terraform reads it only during the apply. With a local value,
  # Terraform looks up the scene during the plan, as soon as the project exists.
  project_id = xrcloud_project.fair.id
}

# A person publishes the scene in the editor, after the project is created.
data "xrcloud_scene" "lobby" {
  project_id = local.project_id
  name       = "Lobby"
}

# The keys of the map identify the rooms. If you remove a company, the other rooms are not affected.
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
