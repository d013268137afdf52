#!/bin/sh
# Publishes a scene and visits a room without a browser.
set -eu
report() { curl -fsS -H 'Content-Type: application/json' -d "$2" "$XRCLOUD_ENDPOINT$1"; }

# The editor reports that a person has published the scene 7UizZDL. The field extra has the ID of the project in Terraform.
terraform apply -auto-approve -target=xrcloud_project.fair
project=$(terraform output -raw project_id)
report /events/spoke '{"token": "any", "eventName": "scene_created", "sceneId": "7UizZDL", "projectId": "Xw3jJ5v", "extra": "projectId:'"$project"'"}'

# The room reports that the visitor 1001 enters, and leaves after 45 minutes. Without logTime, the time is the current time.
terraform apply -auto-approve
room=$(terraform output -raw room_sid)
visit='"resourceId": "'"$room"'", "sessionId": "first-visit", "reticulumId": "1001"'
report /logs '{"code": "room-join", '"$visit"', "logTime": "2026-05-04T09:00:00Z"}'
report /logs '{"code": "room-exit", '"$visit"', "logTime": "2026-05-04T09:45:00Z"}'

terraform apply -auto-approve
terraform output -json minutes
