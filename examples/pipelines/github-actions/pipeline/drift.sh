#!/bin/sh
# Compares XRCLOUD with the configuration. It exits with 0 if they agree, with 2 if they differ (review.md has the difference), and
# with 1 if Terraform failed, for example because XRCLOUD cannot be reached: that is not drift.
set -eu
plan=${PLANFILE:-plan}

unset PLAN_CERTIFICATE # nobody applies this plan
if ! sh "$(dirname "$0")/plan.sh" -lock=false; then
	echo "Terraform failed. This does not show whether there is drift." >&2
	exit 1
fi
rm -f "$plan"
if [ "$(cat changes)" = true ]; then
	echo "Drift: XRCLOUD differs from the configuration." >&2
	exit 2
fi
echo "No drift."
