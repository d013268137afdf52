#!/bin/sh
# Writes review.md into a comment of the merge request. If there is a comment of an earlier plan, it is updated.
set -eu
gitlab="sh $(dirname "$0")/gitlab.sh"
notes=merge_requests/$CI_MERGE_REQUEST_IID/notes
marker='<!-- plan of the rooms -->'

{
	echo "$marker"
	cat review.md
	echo
	echo "Plan of commit $CI_COMMIT_SHORT_SHA in [pipeline $CI_PIPELINE_ID]($CI_PIPELINE_URL)."
} >comment.md
note=$($gitlab GET "$notes?per_page=100&sort=asc" | jq --raw-output --arg marker "$marker" 'map(select(.body | startswith($marker)))[0].id // empty')
if [ -n "$note" ]; then
	$gitlab PUT "$notes/$note" --output /dev/null --data-urlencode body@comment.md
else
	$gitlab POST "$notes" --output /dev/null --data-urlencode body@comment.md
fi
