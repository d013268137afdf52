locals {
  project_id = one(concat(xrcloud_project.this[*].id, compact([var.project.id])))

  # The name of the scene of each room. The precondition below rejects a room without a scene.
  scenes = { for key, room in var.rooms : key => try(coalesce(room.scene, var.scene), "") }
}

resource "xrcloud_project" "this" {
  count = var.project.id == null ? 1 : 0

  name          = var.project.name
  label         = var.project.label
  force_destroy = var.project.force_destroy
}

data "xrcloud_scene" "this" {
  for_each = toset([for name in local.scenes : name if name != ""])

  project_id = local.project_id
  name       = each.key
}

resource "xrcloud_room" "this" {
  for_each = var.rooms

  project_id = local.project_id
  scene_id   = try(data.xrcloud_scene.this[local.scenes[each.key]].id, null)
  name       = each.value.name
  size       = each.value.size
  tags       = setunion(var.tags, each.value.tags)
  return_url = coalesce(each.value.return_url, var.return_url)

  lifecycle {
    precondition {
      condition     = local.scenes[each.key] != ""
      error_message = "The room ${each.key} has no scene. Set scene for the room, or for the module."
    }
  }
}
