// Package acctest is how a test starts the provider with a service behind it: the emulator, in this process, or with
// TF_ACC=1 the real service that the provider's environment variables name.
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
)

// Service is a service behind a test.
type Service struct {
	// Emulator and Server are the emulator and its network, to spoil and to ask. They are nil for a real service.
	Emulator *emulator.Service
	Server   *faultserver.Server
	// Client is another person's hand on the service.
	Client *xrcloud.Client

	credentials emulator.Account
	endpoint    string
}

// environment makes the process's the same wherever tests run, and gives what it said of a real service. It does so once:
// an environment cannot be set for each of several tests at the same time.
var environment = sync.OnceValue(func() map[string]string {
	// The provider's own address, so that the configurations of the documentation can be tested as they stand.
	if err := os.Setenv("TF_ACC_PROVIDER_NAMESPACE", "xrcloud"); err != nil {
		panic(err)
	}
	said := map[string]string{}
	for _, variable := range os.Environ() {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "XRCLOUD_") {
			said[name] = value
			_ = os.Unsetenv(name) // fails only for names that no variable can have
		}
	}
	return said
})

// isReal says whether tests run against a real service.
func isReal() bool { return os.Getenv("TF_ACC") != "" }

// Start starts a service for a test: with TF_ACC=1 the real one. On that one, a test uses its own project, and expects
// nothing of the account's other projects: other tests and people work in it at the same time.
func Start(t *testing.T) *Service {
	t.Helper()
	if !isReal() {
		return StartEmulator(t, emulator.Options{})
	}
	said := environment()
	s := &Service{
		endpoint:    cmp.Or(said["XRCLOUD_ENDPOINT"], said["XRCLOUD_HOST"], xrcloud.DefaultEndpoint),
		credentials: emulator.Account{APIKey: said["XRCLOUD_API_KEY"], Email: said["XRCLOUD_EMAIL"], Password: said["XRCLOUD_PASSWORD"]},
	}
	if s.credentials.APIKey == "" || s.credentials.Email == "" || s.credentials.Password == "" {
		t.Fatal("with TF_ACC=1, tests run against a real service: set XRCLOUD_ENDPOINT, XRCLOUD_API_KEY, XRCLOUD_EMAIL and XRCLOUD_PASSWORD")
	}
	s.connect(t)
	t.Cleanup(func() {
		if !t.Skipped() {
			t.Logf("ran against %s", s.endpoint) // counted by make testacc
		}
	})
	return s
}

// StartEmulator starts the emulator for a test that needs its switches, such as faults or recorded requests. With
// TF_ACC=1 it skips the test.
func StartEmulator(t *testing.T, options emulator.Options) *Service {
	t.Helper()
	RequireEmulator(t, switches(options))
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
	t.Cleanup(func() {
		server.Stop()
		if err := service.Close(); err != nil {
			t.Error(err)
		}
	})
	s.connect(t)
	return s
}

// RequireEmulator skips a test with TF_ACC=1, and says which switch of the emulator it needs.
func RequireEmulator(t *testing.T, needs string) {
	t.Helper()
	if isReal() {
		t.Skip("it runs on the emulator only: it needs " + needs)
	}
}

// switches names what a test needs of the emulator that no real service has.
func switches(options emulator.Options) string {
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

func (s *Service) connect(t *testing.T) {
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

// Providers are the provider under test, and one that shows in its state what ephemeral resources give.
func Providers() map[string]func() (tfprotov6.ProviderServer, error) {
	environment()
	return map[string]func() (tfprotov6.ProviderServer, error){
		"xrcloud": func() (tfprotov6.ProviderServer, error) {
			return provider.NewServer(&provider.Provider{Version: "test", RetryWait: time.Millisecond})(), nil
		},
		"echo": echoprovider.NewProviderServer(),
	}
}

// Config is a configuration with the provider set up for the service, with all credentials.
func (s *Service) Config(body string) string {
	return s.config(fmt.Sprintf("api_key = %q\n  email = %q\n  password = %q", s.credentials.APIKey, s.credentials.Email, s.credentials.Password), body)
}

// ConfigWithKey is a configuration with an API key alone.
func (s *Service) ConfigWithKey(body string) string {
	return s.config(fmt.Sprintf("api_key = %q", s.credentials.APIKey), body)
}

func (s *Service) config(credentials, body string) string {
	return Config(fmt.Sprintf("endpoint = %q\n  %s", s.endpoint, credentials), body)
}

// Config is a configuration with these arguments of the provider.
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
