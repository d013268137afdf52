package acctest

import "github.com/hashicorp/terraform-plugin-go/tfprotov6"

// ListResult is an object that a list resource found, with its display name.
type ListResult struct {
	Object
	Name string
}

// Query lists the objects that a list resource of the type name finds, up to limit. If limit is 0, it lists all.
func (c *ProtocolClient) Query(name string, config Values, limit int64) ([]ListResult, []string) {
	c.t.Helper()
	return c.query(name, config, limit, true)
}

// QueryIdentities is Query without include_resource: the objects have an identity and no values.
func (c *ProtocolClient) QueryIdentities(name string, config Values, limit int64) ([]ListResult, []string) {
	c.t.Helper()
	return c.query(name, config, limit, false)
}

func (c *ProtocolClient) query(name string, config Values, limit int64, includeResource bool) ([]ListResult, []string) {
	c.t.Helper()
	server, ok := c.server.(tfprotov6.ListResourceServer)
	if !ok {
		c.t.Fatal("the provider has no list resources")
	}
	stream, err := server.ListResource(c.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: name, Config: c.dynamic(c.object(c.schema.ListResourceSchemas[name], config)), IncludeResource: includeResource, Limit: limit,
	})
	c.must(err)
	var found []ListResult
	var problems []string
	for result := range stream.Results {
		problems = append(problems, FormatDiagnostics(result.Diagnostics)...)
		if result.Identity == nil {
			continue
		}
		object := Object{Type: name, Identity: result.Identity}
		if result.Resource != nil {
			object.Value = c.value(c.schema.ResourceSchemas[name], result.Resource)
		}
		found = append(found, ListResult{Name: result.DisplayName, Object: object})
	}
	return found, problems
}

// ValidateList returns the diagnostics of the configuration of a list resource.
func (c *ProtocolClient) ValidateList(name string, config Values) []string {
	c.t.Helper()
	server, ok := c.server.(tfprotov6.ListResourceServer)
	if !ok {
		c.t.Fatal("the provider has no list resources")
	}
	resp, err := server.ValidateListResourceConfig(c.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{
		TypeName: name, Config: c.dynamic(c.object(c.schema.ListResourceSchemas[name], config)),
	})
	c.must(err)
	return FormatDiagnostics(resp.Diagnostics)
}
