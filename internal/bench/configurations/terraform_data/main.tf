variable "rooms" {
  type = number
}

variable "name" {
  type = string
}

resource "terraform_data" "bench" {
  count = var.rooms

  input = {
    project_id = "5c0e2d0a-7c3f-4c0e-9d59-6c1f0a3f5b11"
    scene_id   = "0b8a5f0e-3b64-4d2c-8f0e-1d2c3b4a5f60"
    name       = "${var.name} ${count.index}"
    size       = 20
    return_url = "https://www.example.com/"
    tags       = ["benchmark"]
  }
}
