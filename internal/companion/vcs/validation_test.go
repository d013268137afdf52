package vcs_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

func TestRoomValidation(t *testing.T) {
	t.Parallel()
	client := startService(t, emulator.Options{}).protocolClient(t)
	for name, test := range map[string]struct {
		arguments acctest.Values
		problem   string // "" for none
	}{
		"empty name":          {acctest.Values{"name": ""}, `at name: .* must be between 1 and 512`},
		"long name":           {acctest.Values{"name": strings.Repeat("é", 513)}, `at name: .* must be between 1 and 512`},
		"longest name":        {acctest.Values{"name": strings.Repeat("é", 512)}, ""},
		"empty description":   {acctest.Values{"description": ""}, `at description: .* must be at least 1`},
		"invalid type":        {acctest.Values{"conference_type": "mesh"}, `at conference_type: .* one of: ["MESH" "SFU"]`},
		"count of 0":          {acctest.Values{"auto_upgrade_participant_count": 0}, `at auto_upgrade_participant_count: Invalid whole number: auto_upgrade_participant_count must be a whole number of at least 1, got 0.`},
		"SFU with count":      {acctest.Values{"conference_type": "SFU", "auto_upgrade_participant_count": 4}, `at auto_upgrade_participant_count: An SFU room cannot be upgraded`},
		"SFU, unknown count":  {acctest.Values{"conference_type": "SFU", "auto_upgrade_participant_count": acctest.Unknown}, ""},
		"unknown type, count": {acctest.Values{"conference_type": acctest.Unknown, "auto_upgrade_participant_count": 4}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, problems := range [][]string{client.ValidateResource(roomType, test.arguments), client.ValidateEphemeral(roomType, test.arguments)} {
				want := strings.ReplaceAll(regexp.QuoteMeta(test.problem), `\.\*`, `.*`)
				if len(problems) > 1 || (len(problems) == 1) != (want != "") || !regexp.MustCompile(want).MatchString(strings.Join(problems, "")) {
					t.Errorf("the problems are %v", problems)
				}
			}
		})
	}
}
