data "xrcloud_projects" "all" {}

output "project_names" {
  value = data.xrcloud_projects.all.projects[*].name
}
