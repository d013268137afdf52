# A room to try out what joins rooms, for as long as this run of Terraform takes.
ephemeral "xrcloud_vcs_room" "try" {
  name            = "Try"
  conference_type = "SFU"
}
