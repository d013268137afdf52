package vcs

// Descriptions of attributes that several schemas have.
const (
	idDescription               = "ID of the room, such as `RO-7403cb88-8e88-452a-8bb7-0923923348f7`."
	nameDescription             = "Name of the room, up to 512 characters. It need not be unique."
	descriptionDescription      = "Description of the room."
	conferenceTypeDescription   = "`MESH` connects a few people directly, with end-to-end encryption. `SFU` connects people through a server, for larger conferences."
	upgradeCountDescription     = "Number of people at which the service upgrades a `MESH` room to `SFU`."
	tokenDescription            = "Room token. Anyone who has it can join the room." //nolint:gosec // this is not a credential
	creationTimeDescription     = "Time at which the room was created, in RFC 3339 format."
	modificationTimeDescription = "Time at which the room was last changed, in RFC 3339 format."
	expiresAtDescription        = "Estimated time at which the room expires, in RFC 3339 format: `room_ttl_seconds` after `creation_time`. " +
		"The service does not document from when it counts, nor whether use prolongs the room."
	maxParticipantsDescription = "Maximum number of people in the room at the same time. The system administrator sets it."
	roomTokenTTLDescription    = "Time for which a room token is valid, in seconds. The system administrator sets it."
	roomTTLDescription         = "Time after which the room expires, in seconds."
	endpointTTLDescription     = "Maximum time that a person can stay in the room, in seconds. The system administrator sets it."
	nameContainsDescription    = "Only rooms whose name contains this text. It is case-sensitive."
)
