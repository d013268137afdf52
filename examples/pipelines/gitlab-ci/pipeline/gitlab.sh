#!/bin/sh
# Sends a request to the API of GitLab for this project: gitlab.sh METHOD PATH [curl options]. GITLAB_API_TOKEN is a project access token.
set -eu
method=$1 path=$2
shift 2
# curl reads the token from standard input, so that it is not in the list of processes.
printf 'header = "PRIVATE-TOKEN: %s"\n' "$GITLAB_API_TOKEN" |
	curl --config - --silent --show-error --fail --request "$method" "$@" "$CI_API_V4_URL/projects/$CI_PROJECT_ID/$path"
