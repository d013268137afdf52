terraform {
  required_providers {
    xrcloud = { source = "xrcloud/xrcloud" }
  }
}

variable "rooms" {
  type = number
}

variable "name" {
  type = string
}

resource "xrcloud_project" "bench" {
  name          = "Benchmark"
  force_destroy = true # the service publishes a scene in it
}

data "xrcloud_scene" "lobby" {
  project_id = xrcloud_project.bench.id
  name       = "Lobby"
}

resource "xrcloud_room" "bench" {
  count = var.rooms

  project_id = xrcloud_project.bench.id
  scene_id   = data.xrcloud_scene.lobby.id
  name       = "${var.name} ${count.index}"
  size       = 20
  return_url = "https://www.example.com/"
  tags       = ["benchmark"]
}
