package room

// Descriptions of attributes that several schemas have.
const (
	idDescription             = "ID of the room, a UUID."
	projectIDDescription      = "ID of the project that the room belongs to."
	sceneIDDescription        = "ID of the scene that the room is on."
	nameDescription           = "Name of the room."
	returnURLDescription      = "URL that people are sent to when they leave the room."
	publicHostURLDescription  = "URL with which anyone can enter the room as a host, who can run it."
	publicGuestURLDescription = "URL with which anyone can enter the room as a guest."
	thumbnailURLDescription   = "URL of a picture of the scene."
	createdAtDescription      = "Time at which the room was created, in RFC 3339 format."
	updatedAtDescription      = "Time at which the room was last changed, in RFC 3339 format."
	nameContainsDescription   = "Only rooms whose name contains this text. It is case-sensitive."
	tagsFilterDescription     = "Only rooms that have all of these tags."
)
