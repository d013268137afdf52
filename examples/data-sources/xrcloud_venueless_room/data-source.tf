# By name. The id of the room would do as well.
data "xrcloud_venueless_room" "hall" {
  name = "Main Hall"
}

output "modules" {
  value = [for module in data.xrcloud_venueless_room.hall.module_config : module.type]
}
