package provider

import (
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// The client of a companion service trusts the certificates of its block. Without them it trusts the certificates of the environment.
func TestCertificatesOfBlocks(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it logs certificate errors
	server.StartTLS()
	t.Cleanup(server.Close)
	certificate := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))

	vcs := func(t *testing.T, argument string, diags *diag.Diagnostics) error {
		t.Helper()
		t.Setenv(vcsPrefix+"API_KEY", "api-key")
		section := types.ObjectNull(vcsTypes)
		if argument != "" {
			section = vcsSection(t, map[string]attr.Value{"ca_certificate": types.StringValue(argument)})
		}
		_, err := vcsClient(t.Context(), section, transport.Config{}, diags).Room(t.Context(), "RO-1")
		return err
	}
	whiteboard := func(t *testing.T, argument string, diags *diag.Diagnostics) error {
		t.Helper()
		t.Setenv(whiteboardPrefix+"ACCESS_KEY", "access-key")
		t.Setenv(whiteboardPrefix+"SECRET_KEY", "secret-key")
		section := types.ObjectNull(whiteboardTypes)
		if argument != "" {
			section = whiteboardSection(t, map[string]string{"ca_certificate": argument})
		}
		_, err := whiteboardClient(t.Context(), section, transport.Config{}, diags).Room(t.Context(), "sg", "4a5f0000000011eeb9d10123456789ab")
		return err
	}
	for _, c := range []struct {
		name, prefix          string
		call                  func(*testing.T, string, *diag.Diagnostics) error
		argument, environment string
		trusted               bool
	}{
		{"VCS, none", vcsPrefix, vcs, "", "", false},
		{"VCS, argument", vcsPrefix, vcs, certificate, "not a certificate", true},
		{"VCS, environment", vcsPrefix, vcs, "", certificate, true},
		{"whiteboard, none", whiteboardPrefix, whiteboard, "", "", false},
		{"whiteboard, argument", whiteboardPrefix, whiteboard, certificate, "not a certificate", true},
		{"whiteboard, environment", whiteboardPrefix, whiteboard, "", certificate, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv(c.prefix+"ENDPOINT", server.URL)
			t.Setenv(c.prefix+"CA_CERTIFICATE", c.environment)
			var diags diag.Diagnostics
			err := c.call(t, c.argument, &diags)
			if failure, ok := errors.AsType[*transport.Error](err); len(diags) > 0 || !ok || (failure.Status == http.StatusNotFound) != c.trusted {
				t.Errorf("got %v, %v", err, diags)
			}
		})
	}
}
