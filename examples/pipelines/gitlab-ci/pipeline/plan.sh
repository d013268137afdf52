#!/bin/sh
# Creates a plan, and the text that people review. The arguments are passed to "terraform plan".
#
# TF                terraform (default) or tofu
# PLANFILE          the file of the plan, "plan" by default
# PLAN_CERTIFICATE  a certificate in PEM form: the plan is encrypted for it and saved as PLANFILE.cms only
#
# The script also writes review.txt (the number of changes and a diff), review.md (the same as Markdown) and changes ("true" or "false").
set -eu
tf=${TF:-terraform}
plan=${PLANFILE:-plan}
scripts=$(dirname "$0")

umask 077 # a saved plan has host URLs in plain text
"$tf" init -input=false -no-color -lockfile=readonly
code=0
"$tf" plan -input=false -no-color -detailed-exitcode -out="$plan" "$@" || code=$?
case $code in
0) echo false >changes ;;
2) echo true >changes ;;
*) exit "$code" ;;
esac

sh "$scripts/review.sh" "$plan" >review.txt
{
	echo "### $(head -n 1 review.txt)"
	echo
	echo '```diff'
	sed '1,2d' review.txt
	echo '```'
} >review.md

if [ -n "${PLAN_CERTIFICATE:-}" ]; then
	openssl cms -encrypt -binary -aes-256-gcm -outform DER -in "$plan" -out "$plan.cms" "$PLAN_CERTIFICATE"
	rm "$plan"
fi
