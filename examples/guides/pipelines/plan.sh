#!/bin/sh
# Plans for review. plan.txt is for people; the file plan is what apply.sh carries out.
set -eu
terraform init -input=false -lockfile=readonly
terraform plan -input=false -lock-timeout=5m -out=plan
terraform show -no-color plan > plan.txt
