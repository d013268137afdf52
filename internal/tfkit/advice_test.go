package tfkit_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// adviceOf returns the second paragraph of the error for a failure.
func adviceOf(t *testing.T, failure *transport.Error) string {
	t.Helper()
	var diags diag.Diagnostics
	tfkit.AddError(&diags, "Cannot read room", failure, nil)
	if len(diags) != 1 {
		t.Fatalf("got %v", diags)
	}
	_, advice, _ := strings.Cut(diags[0].Detail(), "\n\n")
	return advice
}

func TestAddErrorAdvice(t *testing.T) {
	t.Parallel()
	const kept = "Nothing is removed from the state because of this."
	for _, c := range []struct {
		name    string
		failure *transport.Error
		change  func(*transport.Error)
		want    string
	}{
		{
			"refused key", newError(401, transport.Unauthorized, "Invalid api key."),
			func(e *transport.Error) { e.CredentialSource = "the environment variable XRCLOUD_API_KEY" },
			"The credential from the environment variable XRCLOUD_API_KEY was rejected. Check the credential: it may be mistyped, expired or revoked, or belong to another account or to another server. " + kept,
		},
		{
			"missing right", newError(403, transport.Unauthorized, "Forbidden"),
			func(e *transport.Error) { e.CredentialSource = "the argument venueless.token" },
			"The credential from the argument venueless.token does not have the right to this request. Check the credential: it needs that right, and may belong to another account or to another server. " + kept,
		},
		{
			"expired token", newError(401, transport.Unauthorized, "Unauthorized"),
			func(e *transport.Error) {
				e.CredentialSource, e.CredentialExpired = "the argument access_token", time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
			},
			"The token from the argument access_token expired at 2030-01-02T03:04:05Z. Set a new one. " + kept,
		},
		{
			"refused by the default endpoint", newError(401, transport.Unauthorized, "Invalid api key."),
			func(e *transport.Error) {
				e.CredentialSource, e.EndpointOrigin = "the argument api_key", "This is the default endpoint."
			},
			"The credential from the argument api_key was rejected. Check the credential: it may be mistyped, expired or revoked, or belong to another account or to another server. This is the default endpoint. " + kept,
		},
		{
			"unknown whether the object exists", newError(404, transport.Unauthorized, "The server does not find the room"),
			func(e *transport.Error) {
				e.CredentialSource, e.ExistenceUnknown = "the argument venueless.token", true
			},
			"The credential from the argument venueless.token was rejected. Check the credential: it may be mistyped, expired or revoked, or belong to another account or to another server. " + kept +
				` If you are sure that the object was deleted, remove it from the state with "terraform state rm".`,
		},
		{
			"endpoint with /api", newError(404, transport.UnknownRoute, "Cannot GET /api/api/rooms/1"),
			func(e *transport.Error) { e.Endpoint = "https://xr.example.edu/api" },
			"The server at https://xr.example.edu/api does not have this route. Either the endpoint is wrong (perhaps its path), or the service has another version. " +
				`The provider appends the path of the API itself. Did you mean "https://xr.example.edu"? ` + kept,
		},
		{
			"endpoint with /api at a login", newError(404, transport.UnknownRoute, "Cannot POST /api/auth/login"),
			func(e *transport.Error) { e.Endpoint, e.Path = "https://xr.example.edu/cloud/api", "/auth/login" },
			"The server at https://xr.example.edu/cloud/api does not have this route. Either the endpoint is wrong (perhaps its path), or the service has another version. " +
				`The provider appends the path of the API itself. Did you mean "https://xr.example.edu/cloud"? ` + kept,
		},
		{
			"endpoint with a part of the path", newError(200, transport.UnexpectedResponse, "an HTML page"),
			func(e *transport.Error) {
				e.Endpoint, e.Path = "https://event.example.com/api/v1", "/api/v1/worlds/w/rooms/"
			},
			"The API of XRCLOUD does not send such a response. Either the endpoint https://event.example.com/api/v1 is wrong, or a proxy in front of the service responds in its place. " +
				`The provider appends the path of the API itself. Did you mean "https://event.example.com"? ` + kept,
		},
		{
			"proxy without a password", newError(0, transport.ProxyFailed, "the proxy proxy.example.com:3128 refused the request with 407 Proxy Authentication Required"),
			func(e *transport.Error) { e.ProxyStatus = http.StatusProxyAuthRequired },
			`The proxy needs a user name and password. Set them in the environment variable HTTPS_PROXY or HTTP_PROXY, as in "http://user:password@proxy.example.com:3128", ` +
				`or add "api.example.com" to NO_PROXY to connect without it. ` + kept,
		},
		{
			"proxy that refuses connections", newError(0, transport.ProxyFailed, "the proxy proxy.example.com:3128 cannot be used: the connection was refused"), nil,
			"The proxy comes from the environment variable HTTPS_PROXY or HTTP_PROXY. Check that it is the right one and can be reached, " +
				`or add "api.example.com" to NO_PROXY to connect without it. ` + kept,
		},
		{
			"credential that is not accepted", newError(401, transport.Unauthorized, "API key is not allowed for this route."),
			func(e *transport.Error) { e.CredentialSource, e.Need = "the argument api_key", "bearer token" },
			"The service does not accept the credential from the argument api_key for this request, only a bearer token.",
		},
		{
			"credential that is missing", newError(401, transport.Unauthorized, "API key is not allowed for this route."),
			func(e *transport.Error) {
				e.Need, e.Missing = "bearer token", &transport.ConfigError{Detail: "Set access_token."}
			},
			"Set access_token.",
		},
		{
			"too many objects", newError(400, transport.Invalid, "Cannot create more than 5 rooms for this tier"),
			func(e *transport.Error) {
				e.Fields = []transport.FieldError{{Message: e.Message, TierLimit: &transport.TierLimit{Objects: "rooms", Maximum: "5"}}}
			},
			"The tier of the account limits the number of rooms to 5, and that many exist. Delete rooms that are not needed, or ask the operator of the service for a larger tier.",
		},
		{
			"lost creation", newError(500, transport.ServerError, "no"),
			func(e *transport.Error) {
				e.Creation = &transport.CreationError{Kind: "room", Problem: transport.UnknownAge}
			},
			"The service, or a proxy in front of it, fails. Try again later. If the error persists, ask the operator of the service. " +
				"If nothing else uses the room, import it. Otherwise apply again once the service responds.",
		},
		{
			"delete that removed a part", newError(500, transport.ServerError, "no"),
			func(e *transport.Error) { e.RemovedPart = "chat module" },
			"The service, or a proxy in front of it, fails. Try again later. If the error persists, ask the operator of the service. " +
				"An apply of the unchanged configuration restores the chat module. Another destroy deletes the object.",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if c.change != nil {
				c.change(c.failure)
			}
			if diff := cmp.Diff(c.want, adviceOf(t, c.failure)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// An error about a missing object is attached to the argument that refers to it.
func TestAddErrorOfMissingObject(t *testing.T) {
	t.Parallel()
	failure := newError(http.StatusNotFound, transport.Invalid, "Scene with ID x not found")
	failure.Fields = []transport.FieldError{{Field: "sceneId", Message: "Scene with ID x not found", Missing: "scene"}}
	var diags diag.Diagnostics
	tfkit.AddError(&diags, "Cannot create room", failure, tfkit.Fields{"sceneId": path.Root("scene_id")})
	want := "Error [scene_id] Cannot create room: XRCLOUD responded with 404 Not Found to GET /api/rooms/1: Scene with ID x not found.\n\n" +
		"There is no such scene, or it belongs to another account. Set scene_id to the ID of an existing scene."
	if diff := cmp.Diff([]string{want}, formatDiagnostics(diags)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// An error about an object that already has the value is attached to the argument, and says how to import the object.
func TestAddErrorOfConflictingObject(t *testing.T) {
	t.Parallel()
	const refused = "Error [label] Cannot create project: XRCLOUD responded with 409 Conflict to GET /api/rooms/1: Project with label fair already exists.\n\n"
	for name, c := range map[string]struct {
		conflict transport.ConflictingObject
		want     string
	}{
		"found": {
			transport.ConflictingObject{Kind: "project", ID: "f24ee5ba", Name: "Fair"},
			`The project "Fair" (f24ee5ba) has this label. To manage it, run "terraform import ADDRESS f24ee5ba" with the address of this resource, ` +
				"such as xrcloud_project.example. To create another project, set another label.",
		},
		"not found": {
			transport.ConflictingObject{Kind: "project"},
			"Another project of the account has this label. Import that project, or set another label.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failure := newError(http.StatusConflict, transport.Invalid, "Project with label fair already exists")
			failure.Fields = []transport.FieldError{{Field: "label", Message: failure.Message, Conflict: &c.conflict}}
			var diags diag.Diagnostics
			tfkit.AddError(&diags, "Cannot create project", failure, tfkit.Fields{"label": path.Root("label")})
			if diff := cmp.Diff([]string{refused + c.want}, formatDiagnostics(diags)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A creation that leaves it unknown which object it created says which objects to look for.
func TestAddErrorOfCreation(t *testing.T) {
	t.Parallel()
	for problem, want := range map[transport.CreationProblem]string{
		transport.SameObjectTwice:   "Check the service for a room that no resource manages, and apply again.",
		transport.SeveralNewObjects: "Delete those that are not needed, import the remaining one, and apply again.",
		transport.UnknownAge:        "If nothing else uses the room, import it. Otherwise apply again once the service responds.",
	} {
		var diags diag.Diagnostics
		tfkit.AddError(&diags, "Cannot create room", &transport.CreationError{Err: errors.New("the response was lost"), Kind: "room", Problem: problem}, nil)
		if diff := cmp.Diff([]string{"Error Cannot create room: The response was lost. " + want}, formatDiagnostics(diags)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// Credentials of two accounts are the same error in all operations.
func TestSummaryOfTwoAccounts(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	tfkit.AddError(&diags, "Cannot create project", newError(0, transport.ConflictingConfig, "the argument api_key and the argument email belong to two different accounts."), nil)
	want := "Error Credentials of two accounts: The argument api_key and the argument email belong to two different accounts."
	if diff := cmp.Diff([]string{want}, formatDiagnostics(diags)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
