bucket = "example-terraform-state"
region = "eu-central-1"
