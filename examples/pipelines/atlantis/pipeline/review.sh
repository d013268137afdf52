#!/bin/sh
# Prints a saved plan as text for a review: the number of changes, the objects that are deleted or replaced, and a diff.
# Terraform hides sensitive values, such as host URLs, in this text.
set -eu
tf=${TF:-terraform}
plan=$1

json=$("$tf" show -json "$plan")
text=$("$tf" show -no-color "$plan")

printf '%s\n' "$json" | sh "$(dirname "$0")/counts.sh" | jq --raw-output '
  "Plan: \(.import) to import, \(.create) to add, \(.update) to change, \(.delete) to destroy",
  "",
  (.deleted[] | "! \(.) is deleted: its links stop working"),
  (.replaced[] | "! \(.) is replaced: its links stop working")'

# A diff has its signs in the first column. Three backticks would end the fenced block. An issue of GitHub has at most 65,536 characters.
printf '%s\n' "$text" |
	sed -E -e "s/\`\`\`/'''/g" -e 's/^( +)(-\/\+|\+\/-|[-+~]) /\2\1 /' -e 's/^~/!/' |
	awk '{ size += length($0) + 1 }
		size <= 60000 { print }
		size > 60000 { print "The plan is longer: see the log of the job."; exit }'
