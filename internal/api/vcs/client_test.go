package vcs_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

const key = "secret-of-the-customer"

// start starts the stand-in service and gives a client of it that repeats a request once.
func start(t *testing.T, options emulator.Options) (*vcs.Client, *faultserver.Server) {
	t.Helper()
	options.APIKey = key
	server, err := faultserver.Start(emulator.New(options))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return connect(t, server, key), server
}

func connect(t *testing.T, server *faultserver.Server, key string) *vcs.Client {
	t.Helper()
	endpoint, err := transport.ParseEndpoint(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	client, err := vcs.New(vcs.Config{APIKey: key, Transport: transport.Config{
		Endpoint: endpoint, RequestTimeout: 10 * time.Second, MaxRetries: 1, RetryWait: time.Millisecond,
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// reply makes the service answer everything with a status and a JSON body.
func reply(status int, body string) faultserver.Fault {
	return faultserver.Fault{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: body}
}

// failed checks that err is a failure for a reason, and gives its message.
func failed(t *testing.T, err error, reason transport.Reason) string {
	t.Helper()
	var failure *transport.Error
	if !errors.As(err, &failure) || failure.Reason != reason {
		t.Fatalf("the error is %v for the reason %d, want the reason %d", err, transport.ReasonOf(err), reason)
	}
	return failure.Message
}

func TestClientLacksSettings(t *testing.T) {
	t.Parallel()
	endpoint, err := transport.ParseEndpoint("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		config  vcs.Config
		problem string // what Problem says
		message string // what a call says
	}{
		"nothing": {vcs.Config{}, "Set vcs.domain (or XRCLOUD_VCS_DOMAIN in the environment) and vcs.api_key (or XRCLOUD_VCS_API_KEY in the environment).", "the block vcs { }"},
		"no key": {
			vcs.Config{Transport: transport.Config{Endpoint: endpoint}},
			"Set vcs.api_key (or XRCLOUD_VCS_API_KEY in the environment).", "vcs.api_key",
		},
		"no endpoint": {vcs.Config{APIKey: key}, "Set vcs.domain (or XRCLOUD_VCS_DOMAIN in the environment).", "vcs.domain"},
		"unknown":     {vcs.Config{Unknown: []string{"vcs.domain"}}, "", "not known yet: vcs.domain"},
		"unknown key": {
			vcs.Config{APIKey: key, Unknown: []string{"vcs.max_retries"}, Transport: transport.Config{Endpoint: endpoint}},
			"", "not known yet: vcs.max_retries",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := vcs.New(test.config)
			if err != nil {
				t.Fatal(err)
			}
			if problem := client.Problem(); !strings.HasSuffix(problem, test.problem) || (problem == "") != (test.problem == "") {
				t.Errorf("the problem is %q", problem)
			}
			_, err = client.Room(t.Context(), "RO-1")
			if message := failed(t, err, transport.NotConfigured); !strings.Contains(message, test.message) {
				t.Errorf("a call fails with %q", message)
			}
		})
	}
}

func TestRefusedCertificate(t *testing.T) {
	t.Parallel()
	if _, err := vcs.New(vcs.Config{Transport: transport.Config{CACertificate: []byte("none")}}); err == nil {
		t.Error("no error for a certificate that is none")
	}
}
