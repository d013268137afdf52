package acctest

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Found is what a list resource found: the resource with all that is known of it, and the name that people know it by.
type Found struct {
	Object
	Name string
}

// Query lists with a list resource, and no more than limit unless that is 0.
func (c *Caller) Query(name string, config Values, limit int64) ([]Found, []string) {
	c.t.Helper()
	server, ok := c.server.(tfprotov6.ListResourceServer)
	if !ok {
		c.t.Fatal("the provider has no list resources")
	}
	stream, err := server.ListResource(c.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: name, Config: c.dynamic(c.object(c.schema.ListResourceSchemas[name], config)), IncludeResource: true, Limit: limit,
	})
	c.must(err)
	var found []Found
	var problems []string
	for result := range stream.Results {
		problems = append(problems, Complaints(result.Diagnostics)...)
		if result.Identity == nil {
			continue
		}
		found = append(found, Found{
			Name:   result.DisplayName,
			Object: Object{Type: name, Value: c.value(c.schema.ResourceSchemas[name], result.Resource), Identity: result.Identity},
		})
	}
	return found, problems
}

// ValidateList tells what is wrong with a list resource's configuration.
func (c *Caller) ValidateList(name string, config Values) []string {
	c.t.Helper()
	server, ok := c.server.(tfprotov6.ListResourceServer)
	if !ok {
		c.t.Fatal("the provider has no list resources")
	}
	resp, err := server.ValidateListResourceConfig(c.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{
		TypeName: name, Config: c.dynamic(c.object(c.schema.ListResourceSchemas[name], config)),
	})
	c.must(err)
	return Complaints(resp.Diagnostics)
}
