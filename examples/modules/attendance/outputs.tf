output "csv" {
  description = "Visits as CSV, with a header. It is sensitive, because it has personal data."
  value       = local.csv
  sensitive   = true
}

output "json" {
  description = "Visits as JSON: a list of objects. It is sensitive, because it has personal data."
  value       = jsonencode(local.visits)
  sensitive   = true
}

output "html" {
  description = "Report as an HTML page with a chart of who was in a room at which time. It needs no other file. It is sensitive, because it has personal data."
  value       = local.html
  sensitive   = true
}
