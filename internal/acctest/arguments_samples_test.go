package acctest_test

import (
	"net/http"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// argumentSamples has two values for each argument of each resource, and how the service treats the argument. The tests
// in arguments_test.go create an object with the values a, import it, change each argument to b, and remove each optional argument.
//
// For a new argument, add a, b and field. Set the other fields if the test fails without them, or if they differ from the default.
var argumentSamples = map[string]resourceSamples{
	"xrcloud_project": {
		start:    startXRCLOUD,
		create:   faultserver.Fault{Method: http.MethodPost, Path: "^/api/projects$"},
		adopted:  true,
		refusal:  refusalOfXRCLOUD,
		importID: "id",
		arguments: map[string]argumentSample{
			"name":           {a: "Fair", b: "Grand Fair", field: "name"},
			"label":          {a: "fair", b: "grand-fair", field: "label", notReturned: "the service never returns labels"},
			"webhook_url":    {a: "https://example.com/hook", b: "https://example.com/other", field: "webhookUrl"},
			"favicon":        {a: imageFile("red"), b: imageFile("blue"), field: "favicon", notReturned: noImages},
			"favicon_base64": {a: imageBase64("red"), b: imageBase64("blue"), field: "favicon", notReturned: noImages, without: "favicon"},
			"logo":           {a: imageFile("red"), b: imageFile("blue"), field: "logo", notReturned: noImages},
			"logo_base64":    {a: imageBase64("red"), b: imageBase64("blue"), field: "logo", notReturned: noImages, without: "logo"},
			"force_destroy":  {a: true, b: false, unset: false, onlyInState: true},
		},
	},
	"xrcloud_scene": {
		start:    startXRCLOUD,
		create:   faultserver.Fault{Method: http.MethodGet, Path: "^/api/scenes"},
		refusal:  refusalOfXRCLOUD,
		importID: "project_id/id",
		arguments: map[string]argumentSample{
			"scene_id":          {a: idOfSample("scene"), b: idOfSample("other scene"), replaces: true, field: "sceneId", notInBody: "it is in the path"},
			"project_id":        {a: idOfSample("project"), noB: "a scene belongs to one project", field: "projectId", notInBody: "it is in the query"},
			"delete_on_destroy": {a: true, b: false, unset: false, onlyInState: true},
			"force_destroy":     {a: true, b: false, unset: false, onlyInState: true},
		},
	},
	"xrcloud_room": {
		start:    startXRCLOUD,
		create:   faultserver.Fault{Method: http.MethodPost, Path: "^/api/rooms$"},
		adopted:  true,
		refusal:  refusalOfXRCLOUD,
		importID: "id",
		arguments: map[string]argumentSample{
			"project_id": {a: idOfSample("project"), b: idOfSample("other project"), replaces: true, field: "projectId"},
			"scene_id":   {a: idOfSample("scene"), b: idOfSample("other scene"), replaces: true, field: "sceneId"},
			"name":       {a: "Hall", b: "Grand Hall", field: "name"},
			"size":       {a: 20, b: 30, unset: 10, field: "size"},
			"return_url": {a: "https://example.com/bye", b: "https://example.com/other", field: "returnUrl"},
			"tags":       {a: []string{"keynote"}, b: []string{"poster"}, unset: []string{}, replaces: true, field: "tags"},
		},
	},
	"xrcloud_vcs_room": {
		start:    startVCS,
		create:   faultserver.Fault{Method: http.MethodPost, Path: "^/api/realtime/room$"},
		refusal:  `{"httpCode":400,"code":"BASE-00013","description":["The parameter with name ::= [%s] is not accepted."]}`,
		importID: "id",
		arguments: map[string]argumentSample{
			"name":            {a: "Hall", b: "Grand Hall", replaces: true, field: "name"},
			"description":     {a: "For talks", b: "For posters", replaces: true, field: "description"},
			"conference_type": {a: "SFU", b: "MESH", unset: "MESH", replaces: true, field: "conferenceType"},
			// Only a MESH room, which is the default, can be upgraded.
			"auto_upgrade_participant_count": {a: 3, b: 4, replaces: true, field: "autoUpgradeParticipantCount", without: "conference_type"},
		},
	},
	"xrcloud_venueless_room": {
		start:    startVenueless,
		create:   faultserver.Fault{Method: http.MethodPost, Path: "/rooms/$"},
		refusal:  `{%q:["This value is not accepted."]}`,
		importID: "world_id/id",
		arguments: map[string]argumentSample{
			"world_id":         {a: "other", b: "fair", unset: "fair", replaces: true, field: "world_id", notInBody: "it is in the path"},
			"name":             {a: "Hall", b: "Grand Hall", field: "name"},
			"description":      {a: "For talks", b: "For posters", field: "description"},
			"sorting_priority": {a: 1, b: 2, unset: 0, field: "sorting_priority"},
			"pretalx_id":       {a: 3, b: 4, unset: 0, field: "pretalx_id"},
			"module_config": {
				a:     []any{acctest.Values{"type": "page.markdown", "config": `{"content":"Welcome"}`}},
				b:     []any{acctest.Values{"type": "page.iframe", "config": `{"url":"https://example.com/"}`}},
				unset: []any{}, field: "module_config",
			},
			"trait_grants": {
				a:     acctest.Values{"viewer": []any{[]string{"staff"}}},
				b:     acctest.Values{"participant": []any{[]string{"staff", "crew"}, []string{"speaker"}}},
				unset: acctest.Values{}, field: "trait_grants",
			},
			"schedule_data": {a: `{"title":"Opening"}`, b: `{"title":"Closing"}`, unset: kept{}, field: "schedule_data"},
			"deleted":       {a: true, b: false, unset: false, field: "deleted"},
			"deletion_mode": {a: "soft", b: "hard", unset: "hard", onlyInState: true},
		},
	},
	"xrcloud_whiteboard_room": {
		start:    startWhiteboard,
		create:   faultserver.Fault{Method: http.MethodPost, Path: "^/v5/rooms$"},
		refusal:  "", // the service names no field in its errors
		importID: "region/uuid",
		arguments: map[string]argumentSample{
			"region":     {a: "eu", b: "sg", unset: kept{}, replaces: true, field: "region", notInBody: "it is in the header"},
			"is_record":  {a: true, b: false, unset: kept{}, replaces: true, field: "isRecord"},
			"limit":      {a: 5, b: 6, unset: 0, replaces: true, field: "limit"},
			"disabled":   {a: true, b: false, unset: false, field: "isBan"},
			"on_destroy": {a: "abandon", b: "disable", unset: "disable", onlyInState: true},
		},
	},
}

// resourceSamples is a resource, its service and its arguments.
type resourceSamples struct {
	// start starts the service of the resource, for one test.
	start func(t *testing.T) sampleService
	// create matches the request that creates an object.
	create faultserver.Fault
	// refusal is the body of an error about a field, with %s or %q for its name; "" if errors of the service name no field.
	refusal string
	// adopted is true if the client finds an object again whose create request had no response.
	adopted bool
	// importID is the form of the import ID: names of attributes, separated by slashes.
	importID  string
	arguments map[string]argumentSample
}

// argumentSample is an argument of a resource.
type argumentSample struct {
	// a and b are two different values: of a type that acctest.Values has, or an idOfSample, imageFile or imageBase64. a is not the
	// default. Both set all nested arguments, to different values.
	a, b any
	// noB is the reason why b is not set, for example that no other value is valid.
	noB string
	// unset is the value in the state after the argument was removed from the configuration: its default, nil for null, or kept.
	unset any
	// replaces is true if the change from a to b forces replacement.
	replaces bool
	// field is the name of the argument in the API: in requests, and in errors about its value.
	field string
	// notInBody is the reason why the field is in no body of a request.
	notInBody string
	// onlyInState is true if the service does not know the argument. An import sets it to its default.
	onlyInState bool
	// notReturned is the reason why the service never returns the value. An import sets it to null.
	notReturned string
	// without is an argument that conflicts with this one. It is not set in the tests of this one.
	without string
}

type (
	// kept is the value of an argument that stays in the state when it is removed from the configuration.
	kept struct{}
	// idOfSample is the ID of an object that exists before the test.
	idOfSample string
	// imageFile is the path of an image file of a color. A request has the content of the file.
	imageFile string
	// imageBase64 is the same image as base64 text.
	imageBase64 string
)

const (
	noImages = "the service never returns the content of images"

	refusalOfXRCLOUD = `{"message":["%s must be another value"],"statusCode":400}`
)
