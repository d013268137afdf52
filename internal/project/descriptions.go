package project

// Descriptions of attributes that several schemas have.
const (
	idDescription          = "ID of the project, a UUID."
	webhookURLDescription  = "URL to which the service posts when people enter and leave the rooms of the project."
	faviconURLDescription  = "URL at which the service shows the favicon."
	logoURLDescription     = "URL at which the service shows the logo."
	createdAtDescription   = "Time at which the project was created, in RFC 3339 format."
	updatedAtDescription   = "Time at which the project was last changed, in RFC 3339 format."
	labelFilterDescription = "Only projects with this label."
)
