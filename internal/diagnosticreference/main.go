// Command diagnosticreference writes contributing/diagnostics.md, the list of all texts that users see in errors and warnings, so that a
// reviewer reads them in one go. It finds them in the source code. A part that is known only at run time is shown in braces.
package main

import (
	"context"
	"encoding/json"
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
	schemas, err := readSchemas(context.Background(), provider.New("dev")())
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
			return isPlanModifier || slices.Contains(list.requests, text) || isDescription(schemas, text)
		})
		lists = append(lists, list)
	}
	return os.WriteFile(referenceFile, []byte(format(lists)), 0o600)
}

// readSchemas returns the schemas of a provider as JSON, with the descriptions that are in the documentation.
func readSchemas(ctx context.Context, p framework.Provider) (string, error) {
	schemas, err := providerserver.NewProtocol6(p)().GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(schemas)
	return string(text), err
}

// isDescription reports whether a text is, or is a part of, a description in schemas.
func isDescription(schemas, text string) bool {
	quoted, err := json.Marshal(strings.TrimSpace(text))
	return err == nil && strings.Contains(schemas, string(quoted[1:len(quoted)-1]))
}
