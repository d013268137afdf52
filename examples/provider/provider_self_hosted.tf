variable "xrcloud_password" {
  type      = string
  sensitive = true
}

provider "xrcloud" {
  endpoint       = "https://xr.example.edu/cloud"
  email          = "ops@example.edu"
  password       = var.xrcloud_password
  ca_certificate = file("${path.module}/campus-ca.pem")
}
