# A room can be looked up by its name or its ID.
data "xrcloud_venueless_room" "hall" {
  name = "Main Hall"
}

output "modules" {
  value = [for module in data.xrcloud_venueless_room.hall.module_config : module.type]
}
