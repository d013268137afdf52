#!/bin/sh
# Starts an emulator of the service on a free port, tests against it, and stops it.
set -eu
ready=$(mktemp)
xrcloud-emulator -addr 127.0.0.1:0 -seed-scene Stage > "$ready" &
emulator=$!
trap 'kill "$emulator"; rm -f "$ready"' EXIT

# One line of JSON says where the emulator is, as soon as it is ready.
until [ -s "$ready" ]; do
	kill -0 "$emulator"
	sleep 0.1
done
value() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$ready"; }
XRCLOUD_ENDPOINT=$(value endpoint)
XRCLOUD_API_KEY=$(value api_key)
XRCLOUD_EMAIL=$(value email)
XRCLOUD_PASSWORD=$(value password)
export XRCLOUD_ENDPOINT XRCLOUD_API_KEY XRCLOUD_EMAIL XRCLOUD_PASSWORD

terraform init -input=false
terraform test
