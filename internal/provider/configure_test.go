//nolint:paralleltest // these tests set the environment, which is the whole process's
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

// room is an id to ask for; nobody has it.
const room = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"

// unknown is the value of an argument that is only known after something else was made.
const unknown = "(known after apply)"

// arguments of a provider block: texts, whole numbers, or unknown.
type block map[string]any

// configure sets the provider up with a block and, besides, nothing but these variables of the environment. It must not be
// called by tests that run in parallel, since the environment is the whole process's.
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
	schema, raw := written(t, p, arguments)
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

// written is a block in the form in which the provider gets it.
func written(t *testing.T, p *ours.Provider, arguments block) (fwschema.Schema, tftypes.Value) {
	t.Helper()
	schema := provider.SchemaResponse{}
	p.Schema(t.Context(), provider.SchemaRequest{}, &schema)
	kind, ok := schema.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is no object")
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

// fine is configure for what must give no diagnostic but that the credentials of tests are short.
func fine(t *testing.T, arguments block, environment map[string]string) *xrcloud.Client {
	t.Helper()
	client, resp := configure(t, arguments, environment)
	for _, d := range withoutShort(resp.Diagnostics) {
		t.Errorf("%s: %s", d.Summary(), d.Detail())
	}
	return client
}

// withoutShort leaves out the warnings of short credentials.
func withoutShort(diags diag.Diagnostics) diag.Diagnostics {
	return slices.DeleteFunc(diags, func(d diag.Diagnostic) bool { return d.Summary() == "Credential is very short" })
}

// service answers everything with 404, and a login with a token that names who logged in; it notes what it saw.
func service(t *testing.T) (url string, seen func() []*http.Request) {
	t.Helper()
	var mu sync.Mutex
	var requests []*http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/auth/login" {
			body := make([]byte, 1000)
			n, _ := r.Body.Read(body) // short enough for one read
			login := strings.NewReplacer(`"`, "", "{", "", "}", "").Replace(string(body[:n]))
			w.WriteHeader(http.StatusCreated)
			_, _ = fmt.Fprintf(w, `{"accessToken":%q,"refreshToken":"r"}`, login) // the client is there
			return
		}
		mu.Lock()
		requests = append(requests, r)
		mu.Unlock()
		w.WriteHeader(http.StatusNotFound)
		_, _ = fmt.Fprintf(w, `{"message":"Room with ID %s not found"}`, room) // the client is there
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []*http.Request {
		mu.Lock()
		defer mu.Unlock()
		return requests
	}
}

// Configure calls nobody, whatever it is given; and all kinds of things get the clients that it makes.
func TestConfigureCallsNobody(t *testing.T) {
	var calls atomic.Int64
	server := httptest.NewUnstartedServer(nil)
	server.Config.ConnState = func(net.Conn, http.ConnState) { calls.Add(1) }
	server.Start()
	t.Cleanup(server.Close)
	_, resp := configure(t, block{"endpoint": server.URL, "api_key": "k", "email": "a@example.com", "password": "p"}, nil)
	if calls.Load() > 0 {
		t.Error("the service was called")
	}
	for name, data := range map[string]any{
		"resources": resp.ResourceData, "data sources": resp.DataSourceData, "ephemeral resources": resp.EphemeralResourceData,
		"list resources": resp.ListResourceData, "actions": resp.ActionData,
	} {
		var diags diag.Diagnostics
		if tfkit.ClientFrom[*xrcloud.Client](data, &diags) == nil || diags.HasError() {
			t.Errorf("%s get no client: %v", name, diags)
		}
	}
}

func mixed(environment map[string]string, name, value string) map[string]string {
	all := map[string]string{name: value}
	maps.Copy(all, environment)
	return all
}

func failure(t *testing.T, err error) *transport.Error {
	t.Helper()
	var failed *transport.Error
	if !errors.As(err, &failed) {
		t.Fatalf("want a *transport.Error, got %T: %v", err, err)
	}
	return failed
}
