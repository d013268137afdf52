#!/bin/sh
# Tells whether the service still is what the configuration says: 0 if so, 2 if not, 1 if that could not be found out.
set -eu
terraform init -input=false -lockfile=readonly
code=0
terraform plan -input=false -lock=false -detailed-exitcode || code=$?
case $code in
0) echo "No drift." ;;
2) echo "Drift: the service differs from the configuration, see the plan above." >&2 ;;
*) echo "Terraform failed. That says nothing about drift." >&2 ;;
esac
exit "$code"
