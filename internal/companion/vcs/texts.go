package vcs

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// timeTexts and numberTexts describe what the service alone decides, in resource, data sources and ephemeral resource.
var (
	timeTexts = map[string]string{
		"creation_time":     "When the room was made, as an RFC 3339 time.",
		"modification_time": "When the room was last changed, as an RFC 3339 time.",
		"expires_at": "When the room is probably gone, as an RFC 3339 time: `room_ttl_seconds` after `creation_time`. " +
			"The service does not say from when it counts, nor whether use prolongs it.",
	}
	numberTexts = map[string]string{ //nolint:gosec // the lifetime of a token is no credential
		"max_participants":       "How many people can be in the room at once. The system administrator sets it.",
		"room_token_ttl_seconds": "How long a room token can be used to join, in seconds. The system administrator sets it.",
		"room_ttl_seconds":       "How long the room lives, in seconds.",
		"endpoint_ttl_seconds":   "How long somebody who joined can stay, in seconds. The system administrator sets it.",
	}
)

const (
	idText          = "The id of the room, such as `RO-7403cb88-8e88-452a-8bb7-0923923348f7`."
	nameText        = "The name of the room, of up to 512 characters. It need not be unique."
	descriptionText = "What the room is for."
	typeText        = "`MESH` connects people directly, encrypted from end to end, and is for a few; `SFU` goes over a server, for larger conferences."
	countText       = "The number of people from which on a `MESH` room becomes `SFU` by itself. Without it, it never does."
	tokenText       = "The room token: whoever has it can join the room."
)

var countType = tfkit.WholeNumberFrom(1)

// What the service refuses is refused in the plan already.
var (
	nameValidators  = []validator.String{stringvalidator.UTF8LengthBetween(1, 512)}
	textValidators  = []validator.String{stringvalidator.LengthAtLeast(1)}
	typeValidators  = []validator.String{stringvalidator.OneOf(api.Mesh, api.SFU)}
	countValidators = []validator.Int64{countType}
)

const (
	sfuCountSummary = "An SFU room cannot be upgraded"
	sfuCountDetail  = "auto_upgrade_participant_count says when a MESH room becomes SFU, and this room is made as SFU. Leave it out, or make the room as MESH."
)

// sfuWithCount says whether the arguments contradict each other. Values that are not known yet do not.
func (a *arguments) sfuWithCount() bool {
	return a.ConferenceType.ValueString() == api.SFU && !a.AutoUpgradeParticipantCount.IsNull() && !a.AutoUpgradeParticipantCount.IsUnknown()
}
