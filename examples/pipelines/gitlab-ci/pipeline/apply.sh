#!/bin/sh
# Applies the plan that plan.sh created, and nothing else. Terraform refuses the plan if the state has changed since.
#
# TF        terraform (default) or tofu
# PLANFILE  the file of the plan, "plan" by default
# PLAN_KEY  the private key in PEM form that decrypts PLANFILE.cms; leave it unset if the plan is not encrypted
set -eu
tf=${TF:-terraform}
plan=${PLANFILE:-plan}

umask 077
if [ -n "${PLAN_KEY:-}" ]; then
	key=$(mktemp)
	trap 'rm -f "$key" "$plan"' EXIT
	printf '%s\n' "$PLAN_KEY" >"$key"
	openssl cms -decrypt -binary -inform DER -in "$plan.cms" -inkey "$key" -out "$plan"
fi
"$tf" init -input=false -no-color -lockfile=readonly
"$tf" apply -input=false -no-color -lock-timeout=5m "$plan"
