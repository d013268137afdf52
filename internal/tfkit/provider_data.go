// Package tfkit has the functions that the resource packages share: configuration, plan modifiers, validators, state and diagnostics.
package tfkit

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ProviderData is the data that the provider passes to resources, data sources and all others: a client for each service.
type ProviderData []any

// ResourceBase gives a resource or a list resource the client of its service.
type ResourceBase[C any] struct {
	// Client is nil during validation, when the provider is not configured.
	Client C
}

func (b *ResourceBase[C]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	b.Client = ClientFrom[C](req.ProviderData, &resp.Diagnostics)
}

// DataSourceBase is ResourceBase for a data source.
type DataSourceBase[C any] struct{ Client C }

func (b *DataSourceBase[C]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	b.Client = ClientFrom[C](req.ProviderData, &resp.Diagnostics)
}

// EphemeralResourceBase is ResourceBase for an ephemeral resource.
type EphemeralResourceBase[C any] struct{ Client C }

func (b *EphemeralResourceBase[C]) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	b.Client = ClientFrom[C](req.ProviderData, &resp.Diagnostics)
}

// ClientFrom returns the client of type C in the provider data. It returns nil for nil, which is the data during validation.
func ClientFrom[C any](providerData any, diags *diag.Diagnostics) C {
	var none C
	if providerData == nil {
		return none
	}
	clients, _ := providerData.(ProviderData)
	for _, candidate := range clients {
		if client, ok := candidate.(C); ok {
			return client
		}
	}
	diags.AddError("Provider is not set up",
		fmt.Sprintf("The provider passed %T without a %T. This is a bug in the provider. Please report it.", providerData, none))
	return none
}
