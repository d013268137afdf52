#!/bin/sh
# Starts an emulator on a free port, runs the tests with it, and stops it.
set -eu
unset XRCLOUD_EMULATOR_PID
eval "$(xrcloud-emulator -env -addr 127.0.0.1:0 -seed-scene Stage &)"
: "${XRCLOUD_EMULATOR_PID:?the emulator did not start. Is xrcloud-emulator on the PATH?}"
trap 'kill "$XRCLOUD_EMULATOR_PID"' EXIT

terraform init -input=false
terraform test
