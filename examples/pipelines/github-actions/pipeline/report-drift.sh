#!/bin/sh
# Opens an issue with the drift in review.md. If the issue is open already, it is updated. The argument is the exit code of drift.sh:
# if it is 0, an open issue is closed. The GitHub CLI reads GH_TOKEN and GH_REPO; RUN_URL is the page of the run.
set -eu
title="Drift: XRCLOUD differs from the configuration"
label=xrcloud-drift

number=$(gh issue list --label "$label" --state open --limit 1 --json number --jq '.[0].number // empty')
if [ "$1" = 0 ]; then
	[ -z "$number" ] || gh issue close "$number" --comment "XRCLOUD agrees with the configuration again: $RUN_URL"
	exit 0
fi

{
	cat review.md
	echo
	echo "Found by $RUN_URL. To undo the change, run the pipeline of the default branch again. To keep it, change the configuration."
} >issue.md
if [ -n "$number" ]; then
	gh issue edit "$number" --body-file issue.md
else
	gh label create "$label" --force --description "XRCLOUD differs from the configuration"
	gh issue create --title "$title" --label "$label" --body-file issue.md
fi
