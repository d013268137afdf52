data "xrcloud_venueless_rooms" "chats" {
  module_type = "chat.native"
}

output "chats" {
  value = { for room in data.xrcloud_venueless_rooms.chats.rooms : room.id => room.name }
}
