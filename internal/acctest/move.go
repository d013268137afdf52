package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Source is the state of another provider's resource, as Terraform hands it over for a move.
type Source struct {
	// Provider is the full address of the provider.
	Provider string
	// Type is the type of the resource.
	Type string
	// Version is the version of the resource's schema.
	Version int64
	// State is the state as JSON.
	State string
	// Private is what the provider kept in the private state.
	Private string
}

// Move moves the state of another provider's resource to one of this provider. As Terraform does, it passes on the private
// state of the other provider.
func (c *ProtocolClient) Move(source Source, target string) (Object, []string) {
	c.t.Helper()
	resp, err := c.server.MoveResourceState(c.t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: source.Provider, SourceTypeName: source.Type, SourceSchemaVersion: source.Version,
		SourceState: &tfprotov6.RawState{JSON: []byte(source.State)}, SourcePrivate: []byte(source.Private), TargetTypeName: target,
	})
	c.must(err)
	if resp.TargetState == nil {
		return c.Absent(target), FormatDiagnostics(resp.Diagnostics)
	}
	return Object{
		Type: target, Value: c.value(c.schema.ResourceSchemas[target], resp.TargetState), Identity: resp.TargetIdentity, private: []byte(source.Private),
	}, FormatDiagnostics(resp.Diagnostics)
}

// NewUnconfiguredClient calls a provider that is not configured, as Terraform does before it reads or plans anything.
func NewUnconfiguredClient(t *testing.T) *ProtocolClient {
	t.Helper()
	server, err := Providers()["xrcloud"]()
	c := &ProtocolClient{t: t, server: server}
	c.must(err)
	c.schema, err = server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	c.must(err)
	return c
}
