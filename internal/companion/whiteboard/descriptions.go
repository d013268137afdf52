package whiteboard

// Descriptions of attributes that several schemas have.
const (
	idDescription     = "ID of the room: `region/uuid`."
	uuidDescription   = "UUID of the room: 32 hexadecimal digits, without dashes. The Whiteboard SDK joins a room with its UUID and its region."
	regionDescription = "Data center of the room. Clients must join with the same region. The regions are `us-sv` (Silicon Valley), `sg` (Singapore), " +
		"`in-mum` (Mumbai), `eu` (Frankfurt) and `cn-hz` (Hangzhou). The former region `gb-lon` is now `eu`: the service refuses the old name."
	regionDefaultDescription   = " Defaults to the region of the provider's `whiteboard` block."
	limitDescription           = "Maximum number of people with an admin or writer token in the room at the same time; 0 is no limit."
	teamUUIDDescription        = "UUID of the Agora account."
	appUUIDDescription         = "UUID of the whiteboard project. Null if the service does not return it."
	createdAtDescription       = "Time at which the room was created, in RFC 3339 format."
	includeDisabledDescription = "Whether to include disabled rooms, such as rooms that Terraform has destroyed. Defaults to `false`."
)
