# A room that exists during this run of Terraform, to test an application that joins rooms.
ephemeral "xrcloud_vcs_room" "test" {
  name            = "Test"
  conference_type = "SFU"
}
