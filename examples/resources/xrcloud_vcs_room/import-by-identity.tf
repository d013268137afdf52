import {
  to = xrcloud_vcs_room.speakers
  identity = {
    id = "RO-7403cb88-8e88-452a-8bb7-0923923348f7"
  }
}
