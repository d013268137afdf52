package venueless

// Descriptions of attributes that several schemas have.
const (
	idDescription             = "ID of the room, a UUID."
	worldIDDescription        = "ID of the world. Defaults to the `world_id` of the provider's `venueless` block."
	descriptionDescription    = "Description of the room, in Markdown."
	pretalxIDDescription      = "Number of the room in the talk schedule (pretalx)."
	moduleConfigDescription   = "Modules of the room, in the order in which they are shown."
	traitGrantsDescription    = "Roles that people get in this room, each with the traits that it is granted to."
	nameContainsDescription   = "Only rooms whose name contains this text. It is case-sensitive."
	moduleTypeDescription     = "Only rooms that have a module of this type, such as `chat.native`."
	includeDeletedDescription = "Whether to include rooms that are marked as deleted. Defaults to `false`."
)
