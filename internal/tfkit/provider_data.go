// Package tfkit is what the nouns share on the Terraform side: small functions, one idea a file.
package tfkit

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// ProviderData is what the provider hands to all that it serves: one client for each service.
type ProviderData []any

// Client picks the client of type T from the data that the provider handed over. That data is nil while Terraform only
// validates, and then so is the client.
func Client[T any](providerData any, diags *diag.Diagnostics) T {
	var client T
	if providerData == nil {
		return client
	}
	clients, _ := providerData.(ProviderData)
	for _, candidate := range clients {
		if client, ok := candidate.(T); ok {
			return client
		}
	}
	diags.AddError("Provider is not set up",
		fmt.Sprintf("The provider handed over %T without a %T. This is a fault of the provider: please report it.", providerData, client))
	return client
}
