// Package acctest is the test kit: it starts the provider with a service behind it. Start returns a Service, which is an emulator in this
// process or, with TF_ACC=1, the real service that the provider's environment variables name. A test uses the provider in one of two ways:
//
//   - With Terraform: resource.UnitTest of terraform-plugin-testing, with the provider factories of Providers and the configuration of
//     Service.Config. This is the way of lifecycle tests.
//   - Over the plugin protocol: Service.ProtocolClient. It is faster, and shows diagnostics, identities and private state as they are.
//
// The client of the Service creates, changes and deletes objects outside Terraform.
package acctest

import (
	"cmp"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfserver"
)

// Service is the service of XRCLOUD in a test.
type Service struct {
	// Emulator and Server are the emulator and its HTTP server, which records requests and injects faults. They are nil for a real
	// service.
	Emulator *emulator.Service
	Server   *faultserver.Server
	// Client changes the service outside Terraform.
	Client *xrcloud.Client

	credentials emulator.Account
	endpoint    string
}

// environment removes the provider's variables from the environment of the process, so that tests do not depend on it, and returns
// them. It does so once, since tests that run in parallel share the environment.
var environment = sync.OnceValue(func() map[string]string {
	// Examples of the documentation have the provider's own address.
	if err := os.Setenv("TF_ACC_PROVIDER_NAMESPACE", "xrcloud"); err != nil {
		panic(err)
	}
	variables := map[string]string{}
	for _, variable := range os.Environ() {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "XRCLOUD_") {
			variables[name] = value
			_ = os.Unsetenv(name) // it fails for invalid names only
		}
	}
	return variables
})

// isReal reports whether tests run against a real service.
func isReal() bool { return os.Getenv("TF_ACC") != "" }

// Start starts an emulator for a test, or with TF_ACC=1 connects to the real service. There, a test must create a project of its own, and
// must not depend on other projects of the account: other tests and people use it at the same time.
func Start(t *testing.T) *Service {
	t.Helper()
	if !isReal() {
		return StartEmulator(t, emulator.Options{})
	}
	variables := environment()
	s := &Service{
		endpoint:    cmp.Or(variables["XRCLOUD_ENDPOINT"], variables["XRCLOUD_HOST"], xrcloud.DefaultEndpoint),
		credentials: emulator.Account{APIKey: variables["XRCLOUD_API_KEY"], Email: variables["XRCLOUD_EMAIL"], Password: variables["XRCLOUD_PASSWORD"]},
	}
	if s.credentials.APIKey == "" || s.credentials.Email == "" || s.credentials.Password == "" {
		t.Fatal("with TF_ACC=1, tests run against a real service: set XRCLOUD_ENDPOINT, XRCLOUD_API_KEY, XRCLOUD_EMAIL and XRCLOUD_PASSWORD")
	}
	s.createClient(t)
	t.Cleanup(func() {
		if !t.Skipped() {
			t.Logf("ran against %s", s.endpoint) // counted by make testacc
		}
	})
	return s
}

// StartEmulator starts an emulator for a test that needs options, faults or recorded requests of it. With TF_ACC=1 it skips the test.
func StartEmulator(t *testing.T, options emulator.Options) *Service {
	t.Helper()
	RequireEmulator(t, neededFeatures(options))
	environment()
	service, err := emulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	server, err := faultserver.Start(service)
	if err != nil {
		t.Fatal(err)
	}
	s := &Service{Emulator: service, Server: server, credentials: service.Credentials(), endpoint: server.URL()}
	t.Cleanup(server.Stop)
	s.createClient(t)
	return s
}

// RequireEmulator skips a test with TF_ACC=1. needs names the feature of the emulator that the test needs, for the reason.
func RequireEmulator(t *testing.T, needs string) {
	t.Helper()
	if isReal() {
		t.Skip("it runs on the emulator only: it needs " + needs)
	}
}

// neededFeatures names the features of the emulator that a test with these options needs.
func neededFeatures(options emulator.Options) string {
	switch {
	case options.Published:
		return "the published form of the API"
	case len(options.Accounts) > 0:
		return "accounts of its choice"
	case len(options.SeedScenes) > 0:
		return "a scene in each new project"
	}
	return "faults, recorded requests, a clock, scenes with names of its choice, or an account without other projects"
}

func (s *Service) createClient(t *testing.T) {
	t.Helper()
	endpoint, err := transport.ParseEndpoint(s.endpoint)
	if err != nil {
		t.Fatal(err)
	}
	s.Client = xrcloud.New(xrcloud.Config{
		APIKey: s.credentials.APIKey, Email: s.credentials.Email, Password: s.credentials.Password,
		Transport: transport.Config{Endpoint: endpoint, RequestTimeout: time.Minute, UserAgent: "acctest"},
	})
	t.Cleanup(s.Client.Close)
}

// Providers returns the factories of the provider under test, "xrcloud", and of "echo", a provider that saves the values of ephemeral
// resources in its state. They are the field ProtoV6ProviderFactories of a resource.TestCase.
func Providers() map[string]func() (tfprotov6.ProviderServer, error) {
	environment()
	return map[string]func() (tfprotov6.ProviderServer, error){
		"xrcloud": func() (tfprotov6.ProviderServer, error) {
			return tfserver.New(&provider.Provider{Version: "test", RetryWait: time.Millisecond})(), nil
		},
		"echo": echoprovider.NewProviderServer(),
	}
}

// Arguments returns the configuration of a provider for the service, with all credentials.
func (s *Service) Arguments() Values {
	return Values{
		"endpoint": s.endpoint, "api_key": s.credentials.APIKey, "email": s.credentials.Email, "password": s.credentials.Password,
	}
}

// Secrets returns the credentials that no output may show.
func (s *Service) Secrets() []string { return []string{s.credentials.APIKey, s.credentials.Password} }

// Config returns a configuration in HCL: a provider for the service, with all credentials, and body.
func (s *Service) Config(body string) string {
	return s.config(fmt.Sprintf("api_key = %q\n  email = %q\n  password = %q", s.credentials.APIKey, s.credentials.Email, s.credentials.Password), body)
}

// ConfigWithKey is Config with no credential but the API key.
func (s *Service) ConfigWithKey(body string) string {
	return s.config(fmt.Sprintf("api_key = %q", s.credentials.APIKey), body)
}

func (s *Service) config(credentials, body string) string {
	return Config(fmt.Sprintf("endpoint = %q\n  %s", s.endpoint, credentials), body)
}

// Config returns a configuration in HCL: a provider with these arguments, and body.
func Config(arguments, body string) string {
	return fmt.Sprintf(`
terraform {
  required_providers {
    xrcloud = { source = "xrcloud/xrcloud" }
    echo    = { source = "xrcloud/echo" }
  }
}

provider "xrcloud" {
  %s
}
`, arguments) + body
}
