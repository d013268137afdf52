#!/bin/sh
# Reads the output of "terraform show -json" and prints the number of changes, and the addresses of deleted and replaced objects, as JSON.
set -eu
jq '
  def does($action): (.change.actions | index($action)) != null;
  [.resource_changes[]? | select(.mode == "managed")] |
  {
    import: map(select(.change.importing)) | length,
    create: map(select(does("create"))) | length,
    update: map(select(does("update"))) | length,
    delete: map(select(does("delete"))) | length,
    deleted: map(select(does("delete") and (does("create") | not)) | .address),
    replaced: map(select(does("delete") and does("create")) | .address)
  }'
