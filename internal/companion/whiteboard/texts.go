package whiteboard

// What is the same in resource, data sources, list resource and ephemeral resources.
const (
	regionText = "Data center of the room. Clients that join must name the same one. The service has `us-sv` (Silicon Valley), `sg` (Singapore), " +
		"`in-mum` (Mumbai), `eu` (Frankfurt) and `cn-hz` (Hangzhou). What was once `gb-lon` is now `eu`, and refused by its old name."
	limitText           = "How many people with an admin or writer token can be in the room at once; 0 is no limit."
	includeDisabledText = "Whether to include disabled rooms, such as those that were destroyed with Terraform. Default: false."
	regionDefaultText   = " Default: that of the provider's `whiteboard` block."
)

// factTexts describe what the service alone decides.
var factTexts = map[string]string{
	"id":         "The id of the room: `region/uuid`.",
	"uuid":       "The uuid of the room: 32 hexadecimal digits, without dashes. It is what the Whiteboard SDK joins with, together with the region.",
	"team_uuid":  "The uuid of the Agora account.",
	"app_uuid":   "The uuid of the whiteboard project, where the service says it.",
	"created_at": "When the room was made, as an RFC 3339 time.",
}
