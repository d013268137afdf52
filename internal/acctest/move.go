package acctest

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Source is the state of a resource of another provider, as Terraform passes it to a move.
type Source struct {
	// Provider is the full address of the provider.
	Provider string
	// Type is the type of the resource.
	Type string
	// Version is the version of the resource's schema.
	Version int64
	// State is the state as JSON.
	State string
	// Private is the private state of that provider.
	Private string
}

// Move moves the state of a resource of another provider to the resource type target. The result keeps the private state of the other
// provider, as in Terraform.
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
