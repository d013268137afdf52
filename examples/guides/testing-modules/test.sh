#!/bin/sh
# Starts an emulator of the services on a free port, tests against it, and stops it.
set -eu
eval "$(xrcloud-emulator -env -addr 127.0.0.1:0 -seed-scene Stage &)"
trap "kill $XRCLOUD_EMULATOR_PID" EXIT

terraform init -input=false
terraform test
