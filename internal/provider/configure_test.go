//nolint:paralleltest // these tests set the environment of the process
package provider_test

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	fwschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	ours "github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// roomID is an ID that no room has.
const roomID = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"

// unknown is the value of an argument that is unknown until apply.
const unknown = "(known after apply)"

// block has the arguments of a block: strings, whole numbers, or unknown.
type block map[string]any

// configure configures a provider with arguments and environment variables, and no other XRCLOUD_ variables. Parallel tests cannot use it, since
// it changes the environment of the process.
func configure(t *testing.T, arguments block, environment map[string]string) (*xrcloud.Client, provider.ConfigureResponse) {
	t.Helper()
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "XRCLOUD_") {
			t.Setenv(name, "")
		}
	}
	for name, value := range environment {
		t.Setenv(name, value)
	}
	p := &ours.Provider{Version: "1.2.3", RetryWait: time.Microsecond}
	schema, raw := providerConfig(t, p, arguments)
	var resp provider.ConfigureResponse
	p.Configure(t.Context(), provider.ConfigureRequest{TerraformVersion: "1.11.4", Config: tfsdk.Config{Schema: schema, Raw: raw}}, &resp)
	var diags diag.Diagnostics
	client := tfkit.ClientFrom[*xrcloud.Client](resp.DataSourceData, &diags)
	if client == nil || diags.HasError() {
		t.Fatalf("there is no client: %v", diags)
	}
	t.Cleanup(client.Close)
	return client, resp
}

// providerConfig returns the schema of the provider and a configuration with these arguments.
func providerConfig(t *testing.T, p *ours.Provider, arguments block) (fwschema.Schema, tftypes.Value) {
	t.Helper()
	schema := provider.SchemaResponse{}
	p.Schema(t.Context(), provider.SchemaRequest{}, &schema)
	kind, ok := schema.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is not an object")
	}
	values := map[string]tftypes.Value{}
	for name, kind := range kind.AttributeTypes {
		value := arguments[name]
		if value == unknown {
			value = tftypes.UnknownValue
		}
		values[name] = tftypes.NewValue(kind, value)
	}
	for name := range arguments {
		if _, found := values[name]; !found {
			t.Fatalf("there is no argument %s", name)
		}
	}
	return schema.Schema, tftypes.NewValue(kind, values)
}

// newClient configures a provider and returns its client. There must be no diagnostic, except for the short credentials of tests.
func newClient(t *testing.T, arguments block, environment map[string]string) *xrcloud.Client {
	t.Helper()
	client, resp := configure(t, arguments, environment)
	for _, d := range withoutShortCredentials(resp.Diagnostics) {
		t.Errorf("%s: %s", d.Summary(), d.Detail())
	}
	return client
}

// withoutShortCredentials returns the diagnostics without warnings of short credentials.
func withoutShortCredentials(diags diag.Diagnostics) diag.Diagnostics {
	return slices.DeleteFunc(diags, func(d diag.Diagnostic) bool { return d.Summary() == "Credential is very short" })
}

// startServer starts a server that responds to a login with a token that contains the credentials, and to all other requests with 404. seen
// returns those requests.
func startServer(t *testing.T) (url string, seen func() []*http.Request) {
	t.Helper()
	var mu sync.Mutex
	var requests []*http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/auth/login" {
			body := make([]byte, 1000)
			n, _ := r.Body.Read(body) // a short body needs one read
			login := strings.NewReplacer(`"`, "", "{", "", "}", "").Replace(string(body[:n]))
			w.WriteHeader(http.StatusCreated)
			_, _ = fmt.Fprintf(w, `{"accessToken":%q,"refreshToken":"r"}`, login) // the client reads the response
			return
		}
		mu.Lock()
		requests = append(requests, r)
		mu.Unlock()
		w.WriteHeader(http.StatusNotFound)
		_, _ = fmt.Fprintf(w, `{"message":"Room with ID %s not found"}`, roomID) // the client reads the response
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []*http.Request {
		mu.Lock()
		defer mu.Unlock()
		return requests
	}
}

// Configure sends no request, and passes the client to resources, data sources and all others.
func TestConfigureSendsNoRequest(t *testing.T) {
	var calls atomic.Int64
	server := httptest.NewUnstartedServer(nil)
	server.Config.ConnState = func(net.Conn, http.ConnState) { calls.Add(1) }
	server.Start()
	t.Cleanup(server.Close)
	_, resp := configure(t, block{"endpoint": server.URL, "api_key": "k", "email": "a@example.com", "password": "p"}, nil)
	if calls.Load() > 0 {
		t.Error("Configure connected to the service")
	}
	for name, data := range map[string]any{
		"resources": resp.ResourceData, "data sources": resp.DataSourceData, "ephemeral resources": resp.EphemeralResourceData,
		"list resources": resp.ListResourceData, "actions": resp.ActionData,
	} {
		var diags diag.Diagnostics
		if tfkit.ClientFrom[*xrcloud.Client](data, &diags) == nil || diags.HasError() {
			t.Errorf("%s have no client: %v", name, diags)
		}
	}
}

// withVariable returns the environment with another variable.
func withVariable(environment map[string]string, name, value string) map[string]string {
	all := map[string]string{name: value}
	maps.Copy(all, environment)
	return all
}

func transportError(t *testing.T, err error) *transport.Error {
	t.Helper()
	failed, ok := errors.AsType[*transport.Error](err)
	if !ok {
		t.Fatalf("want a *transport.Error, got %T: %v", err, err)
	}
	return failed
}
