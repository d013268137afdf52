terraform {
  required_providers {
    restapi = {
      source  = "mastercard/restapi"
      version = "~> 3.0"
    }
  }
}

variable "xrcloud_api_key" {
  type      = string
  sensitive = true
}

provider "restapi" {
  uri                   = "https://api.xrcloud.app"
  create_returns_object = true
  update_method         = "PATCH"
  headers               = { X-XRCLOUD-API-KEY = var.xrcloud_api_key }
}

resource "restapi_object" "hall" {
  path = "/api/rooms"
  data = jsonencode({
    projectId = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
    sceneId   = "c322b49b-6e12-47d9-b293-b5ab3727459c"
    name      = "Main Stage"
    size      = 200
    returnUrl = "https://fair.example.com/bye"
  })
}
