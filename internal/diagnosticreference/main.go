// Command diagnosticreference writes contributing/diagnostics.md, the list of all texts that users see in errors and warnings, so that a
// reviewer reads them in one go. It finds them in the source code. A part that is known only at run time is shown in braces.
package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
)

const referenceFile = "contributing/diagnostics.md"

// packages are the directories whose code returns errors and warnings to users, in the order of the reference.
var packages = []string{
	"internal/provider", "internal/tfkit", "internal/project", "internal/scene", "internal/room", "internal/roomlog", "internal/user",
	"internal/companion/vcs", "internal/companion/venueless", "internal/companion/whiteboard",
	"internal/api/transport", "internal/api/paging", "internal/api/account", "internal/api/xrcloud", "internal/api/vcs", "internal/api/venueless", "internal/api/whiteboard",
}

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "Cannot list diagnostics:", err)
		os.Exit(1)
	}
}

// write writes the reference of the module in the working directory.
func write() error {
	descriptions, err := schemaDescriptions(context.Background(), provider.New("dev")())
	if err != nil {
		return err
	}
	var lists []packageTexts
	for _, directory := range packages {
		list, err := readPackage(os.DirFS("."), directory)
		if err != nil {
			return err
		}
		list.parts = slices.DeleteFunc(list.parts, func(text string) bool {
			isPlanModifier := strings.HasPrefix(text, "Changing this forces replacement")
			return isPlanModifier || slices.Contains(list.requests, text) || strings.Contains(descriptions, strings.TrimSpace(text))
		})
		lists = append(lists, list)
	}
	return os.WriteFile(referenceFile, []byte(format(lists)), 0o600)
}

// schemaDescriptions returns the descriptions in all schemas of a provider. They are in the documentation.
func schemaDescriptions(ctx context.Context, p framework.Provider) (string, error) {
	schemas, err := providerserver.NewProtocol6(p)().GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return "", err
	}
	var text strings.Builder
	var add func(block *tfprotov6.SchemaBlock)
	var addAttributes func(attributes []*tfprotov6.SchemaAttribute)
	addAttributes = func(attributes []*tfprotov6.SchemaAttribute) {
		for _, a := range attributes {
			text.WriteString(a.Description + "\n")
			if a.NestedType != nil {
				addAttributes(a.NestedType.Attributes)
			}
		}
	}
	add = func(block *tfprotov6.SchemaBlock) {
		text.WriteString(block.Description + "\n")
		addAttributes(block.Attributes)
		for _, nested := range block.BlockTypes {
			add(nested.Block)
		}
	}
	add(schemas.Provider.Block)
	for _, all := range []map[string]*tfprotov6.Schema{
		schemas.ResourceSchemas, schemas.DataSourceSchemas, schemas.EphemeralResourceSchemas, schemas.ListResourceSchemas,
	} {
		for _, schema := range all {
			add(schema.Block)
		}
	}
	return text.String(), nil
}
