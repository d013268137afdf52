#!/bin/sh
# Carries out the plan that was reviewed, and nothing else: Terraform refuses it when the state has changed since.
set -eu
terraform init -input=false -lockfile=readonly
terraform apply -input=false -lock-timeout=5m plan
