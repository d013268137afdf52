// Command schemajson prints the schema of the provider in the format of "terraform providers schema -json", for the documentation generator.
// An older Terraform does not print the kinds that it does not support, such as list resources, so the documentation would lose their pages.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
)

func main() {
	server := providerserver.NewProtocol6(provider.New("dev")())()
	if err := write(context.Background(), os.Stdout, server); err != nil {
		fmt.Fprintln(os.Stderr, "Cannot print the provider's schema:", err)
		os.Exit(1)
	}
}

// write writes the schemas of a provider as JSON.
func write(ctx context.Context, to io.Writer, server tfprotov6.ProviderServer) error {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return err
	}
	if err := errors.Join(errorsIn(schemas.Diagnostics), errorsIn(identities.Diagnostics)); err != nil {
		return err
	}
	encoder := json.NewEncoder(to)
	encoder.SetIndent("", "  ")
	return encoder.Encode(convert(schemas, identities))
}

// errorsIn returns the errors among diagnostics as one error, or nil.
func errorsIn(diagnostics []*tfprotov6.Diagnostic) error {
	var all []error
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			all = append(all, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}
	return errors.Join(all...)
}
