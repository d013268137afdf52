package walk

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// allSchemas are the schemas of the provider.
type allSchemas struct {
	*tfprotov6.GetProviderSchemaResponse
	provider   *tfprotov6.Schema
	identities map[string]*tfprotov6.ResourceIdentitySchema
}

// schemas returns the schemas of the provider that Use has set.
var schemas func() allSchemas

// Use sets the provider whose schemas all walks use. Call it once, before any other function.
func Use(newServer func() Server) {
	schemas = sync.OnceValue(func() allSchemas {
		server := newServer()
		all, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
		if err != nil || len(all.Diagnostics) > 0 {
			panic("the provider has no valid schema")
		}
		identities, err := server.GetResourceIdentitySchemas(context.Background(), &tfprotov6.GetResourceIdentitySchemasRequest{})
		if err != nil {
			panic(err)
		}
		return allSchemas{GetProviderSchemaResponse: all, provider: all.Provider, identities: identities.IdentitySchemas}
	})
	schemas()
}

// resourceType returns the type of the objects of a resource type.
func resourceType(name string) tftypes.Type { return schemas().ResourceSchemas[name].ValueType() }

func identityType(name string) tftypes.Type { return schemas().identities[name].ValueType() }

// Sensitive returns the names of the sensitive attributes of a resource type at the top level.
func Sensitive(name string) []string { return sensitive(schemas().ResourceSchemas[name]) }

// SensitiveData is Sensitive for a data source.
func SensitiveData(name string) []string { return sensitive(schemas().DataSourceSchemas[name]) }

func sensitive(schema *tfprotov6.Schema) []string {
	var names []string
	for _, attribute := range schema.Block.Attributes {
		if attribute.Sensitive {
			names = append(names, attribute.Name)
		}
	}
	return names
}
