#!/bin/sh
# Opens an issue with the drift in review.md. If the issue is open already, it is updated. The argument is the exit code of drift.sh:
# if it is 0, an open issue is closed.
set -eu
gitlab="sh $(dirname "$0")/gitlab.sh"
title="Drift: XRCLOUD differs from the configuration"
label=xrcloud-drift

issue=$($gitlab GET "issues?labels=$label&state=opened&per_page=1" | jq --raw-output '.[0].iid // empty')
if [ "$1" = 0 ]; then
	[ -z "$issue" ] || $gitlab PUT "issues/$issue" --output /dev/null --data state_event=close
	exit 0
fi

{
	cat review.md
	echo
	echo "Found by $CI_PIPELINE_URL. To undo the change, run the pipeline of the default branch again. To keep it, change the configuration."
} >issue.md
if [ -n "$issue" ]; then
	$gitlab PUT "issues/$issue" --output /dev/null --data-urlencode description@issue.md
else
	$gitlab POST issues --output /dev/null --data-urlencode "title=$title" --data-urlencode "labels=$label" --data-urlencode description@issue.md
fi
