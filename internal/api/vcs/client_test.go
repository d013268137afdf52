package vcs_test

import (
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
)

// A client without the configuration that a request needs sends nothing.
func TestConfigIsCheckedBeforeRequests(t *testing.T) {
	t.Parallel()
	client := vcs.New(vcs.Config{Transport: transport.Config{Check: func(need transport.Need) *transport.ConfigError {
		return &transport.ConfigError{Detail: "Set the " + string(need) + "."}
	}}})
	_, err := client.Room(t.Context(), "RO-1")
	if message := requireReason(t, err, transport.NotConfigured); !strings.Contains(message, "Set the credential.") {
		t.Errorf("a request fails with %q", message)
	}
	if err := client.CheckConfig(vcs.NeedCredential); err == nil || err.Error() != "Set the credential." {
		t.Errorf("CheckConfig returns %v", err)
	}
}
