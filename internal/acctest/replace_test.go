package acctest_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// A value that is unknown until apply does not force replacement, which would make links invalid for values that rarely change. A known
// change does.
func TestUnknownValuesDoNotReplace(t *testing.T) {
	t.Parallel()
	unknownTag := tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, tftypes.UnknownValue)})
	for service, arguments := range map[string]map[string]struct{ before, unknown, changed any }{
		"room": {
			"project_id": {nil, acctest.Unknown, nil}, "scene_id": {nil, acctest.Unknown, nil},
			"tags": {[]string{"a"}, acctest.Unknown, []string{"b"}},
		},
		"room, separate": {"tags": {[]string{"a"}, unknownTag, []string{"b"}}},
		"scene":          {"scene_id": {nil, acctest.Unknown, nil}},
		"VCS room": {
			"name": {"Hall", acctest.Unknown, "Stage"}, "description": {"Text", acctest.Unknown, "Other"},
			"conference_type": {"MESH", acctest.Unknown, "SFU"}, "auto_upgrade_participant_count": {3, acctest.Unknown, 4},
		},
		"Venueless room":  {"world_id": {"fair", acctest.Unknown, "other"}},
		"whiteboard room": {"region": {"eu", acctest.Unknown, "sg"}, "limit": {1, acctest.Unknown, 2}, "is_record": {true, acctest.Unknown, false}},
	} {
		for argument, values := range arguments {
			t.Run(service+"/"+argument, func(t *testing.T) {
				t.Parallel()
				c := accountServices[service](t)
				config := maps.Clone(c.config)
				if values.before != nil {
					config[argument] = values.before
				}
				object := c.owner.MustApply(c.owner.Absent(c.kind), config)
				config[argument] = values.unknown
				planned, problems := c.owner.Plan(object, config)
				if len(planned.Replaces) > 0 || len(acctest.OnlyErrors(problems)) > 0 {
					t.Errorf("an unknown %s forces replacement: %v, %q", argument, planned.Replaces, problems)
				}
				if !strings.Contains(strings.Join(problems, "\n"), "warning at "+argument+": Value is unknown until apply: ") {
					t.Errorf("the plan has no warning: %q", problems)
				}
				if values.changed == nil {
					return
				}
				config[argument] = values.changed
				if planned, problems = c.owner.Plan(object, config); len(planned.Replaces) == 0 {
					t.Errorf("another %s does not force replacement: %q", argument, problems)
				}
			})
		}
	}
}

// A replacement that refers to a missing object is an error in the plan: the apply would delete the object before its creation fails.
func TestReplacementWithoutTargetFailsInPlan(t *testing.T) {
	t.Parallel()
	for service, arguments := range map[string]acctest.Values{
		"room":            {"project_id": acctest.MissingID, "scene_id": acctest.MissingID},
		"scene":           {"scene_id": acctest.MissingID},
		"Venueless room":  {"world_id": "nosuchworld"},
		"whiteboard room": {"region": "moon-1"},
	} {
		for argument, value := range arguments {
			t.Run(service+"/"+argument, func(t *testing.T) {
				t.Parallel()
				c := accountServices[service](t)
				object := c.owner.MustApply(c.owner.Absent(c.kind), c.config)
				config := maps.Clone(c.config)
				config[argument] = value
				_, problems := c.owner.Plan(object, config)
				if len(problems) != 1 || !strings.HasPrefix(problems[0], "error at "+argument+": ") {
					t.Errorf("the plan: %q", problems)
				}
			})
		}
	}
}
