package acctest

import "github.com/hashicorp/terraform-plugin-go/tfprotov6"

// OpenEphemeral opens an ephemeral resource of the type name.
func (c *ProtocolClient) OpenEphemeral(name string, config Values) (Object, []string) {
	c.t.Helper()
	schema := c.schema.EphemeralResourceSchemas[name]
	resp, err := c.server.OpenEphemeralResource(c.t.Context(), &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: name, Config: c.dynamic(c.object(schema, config)),
	})
	c.must(err)
	return Object{Type: name, Value: c.value(schema, resp.Result), private: resp.Private}, FormatDiagnostics(resp.Diagnostics)
}

// CloseEphemeral closes an ephemeral resource that OpenEphemeral opened.
func (c *ProtocolClient) CloseEphemeral(opened Object) []string {
	c.t.Helper()
	resp, err := c.server.CloseEphemeralResource(c.t.Context(), &tfprotov6.CloseEphemeralResourceRequest{
		TypeName: opened.Type, Private: opened.private,
	})
	c.must(err)
	return FormatDiagnostics(resp.Diagnostics)
}

// ValidateEphemeral returns the diagnostics of the configuration of an ephemeral resource.
func (c *ProtocolClient) ValidateEphemeral(name string, config Values) []string {
	c.t.Helper()
	resp, err := c.server.ValidateEphemeralResourceConfig(c.t.Context(), &tfprotov6.ValidateEphemeralResourceConfigRequest{
		TypeName: name, Config: c.dynamic(c.object(c.schema.EphemeralResourceSchemas[name], config)),
	})
	c.must(err)
	return FormatDiagnostics(resp.Diagnostics)
}
