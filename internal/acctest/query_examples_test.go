package acctest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// These examples need a newer Terraform than the tests may have. Their tests use the plugin protocol, as that Terraform does, and also run
// Terraform if it is new enough.

// importByIdentity imports as an import block with an identity does. The plan for the configuration that Terraform generates must be empty.
func importByIdentity(t *testing.T, name string) {
	t.Helper()
	t.Run("in Terraform", func(t *testing.T) {
		t.Parallel()
		acctest.RequireCLI(t, "1.12", "1.12")
		importWithBlock(t, name)
	})
	f := newExamplesFixture(t)
	block := onlyBlock(t, f, name, "import")
	to, diags := hcl.AbsTraversalForExpr(block.Body.Attributes["to"].Expr)
	if diags.HasErrors() || to.RootName() != exampleType(name) {
		t.Fatalf("the example imports %s: %v", to.RootName(), diags)
	}
	identity := map[string]string{}
	for key, value := range evaluate(t, block.Body.Attributes["identity"].Expr, nil).AsValueMap() {
		identity[key] = value.AsString()
	}
	client := f.protocolClient(t)
	imported, problems := client.ImportByIdentity(exampleType(name), identity)
	if len(problems) > 0 {
		t.Fatal("import: ", problems)
	}
	requireConfigChangesNothing(t, client, imported, nil)
}

// queryExample runs the list block of a query file. There must be results, and each of them can be imported with the configuration that
// Terraform generates.
func queryExample(t *testing.T, name string) {
	t.Helper()
	t.Run("in Terraform", func(t *testing.T) {
		t.Parallel()
		if acctest.IsOpenTofu(t) {
			t.Skip("OpenTofu has no query command")
		}
		acctest.RequireCLI(t, "1.14", "")
		queryWithTerraform(t, name)
	})
	f := newExamplesFixture(t)
	block := onlyBlock(t, f, name, "list")
	kind := block.Labels[0]
	if kind != exampleType(name) && strings.HasPrefix(name, "list-resources/") {
		t.Fatalf("the example lists %s", kind)
	}
	client := f.protocolClient(t)
	config := acctest.Values{}
	for _, inner := range block.Body.Blocks {
		for key, attribute := range inner.Body.Attributes {
			value := evaluate(t, attribute.Expr, map[string]cty.Value{"project_id": cty.StringVal(f.project)})
			text, err := ctyjson.Marshal(value, value.Type())
			if err != nil {
				t.Fatal(err)
			}
			config[key] = client.ListArgument(kind, key, text)
		}
	}
	limit := block.Body.Attributes["limit"]
	if limit == nil {
		t.Fatal("the example has no limit: the default is 100")
	}
	number, _ := evaluate(t, limit.Expr, nil).AsBigFloat().Int64()
	found, problems := client.Query(kind, config, number)
	if len(problems) > 0 || len(found) == 0 {
		t.Fatalf("there are %d results: %v", len(found), problems)
	}
	for _, result := range found {
		requireImportChangesNothing(t, client, result)
	}
}

// queryWithTerraform runs the list block of a query file, and applies the configuration that Terraform generates. It must import each result,
// and change nothing.
func queryWithTerraform(t *testing.T, name string) {
	t.Helper()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	w.env = append(w.env, "TF_VAR_project_id="+f.project)
	w.write(t, "main.tf", requiredProviders+"provider \"xrcloud\" {}\nvariable \"project_id\" {\n  type = string\n}\n")
	w.write(t, "example.tfquery.hcl", f.ids.Replace(example(t, name)))
	w.terraform(t, "init", "-no-color")
	w.terraform(t, "query", "-no-color", "-generate-config-out=generated.tf")
	imports := strings.Count(w.read(t, "generated.tf"), "\nimport {")
	if output := w.apply(t); imports == 0 || !strings.Contains(output, fmt.Sprintf("Resources: %d imported, 0 added, 0 changed, 0 destroyed.", imports)) {
		t.Errorf("the query generated\n%s\nand the apply prints\n%s", w.read(t, "generated.tf"), output)
	}
	w.requireEmptyPlan(t)
}

// requireImportChangesNothing imports a list result by its identity, with the configuration that Terraform generates for it. The plan must
// be empty.
func requireImportChangesNothing(t *testing.T, client *acctest.ProtocolClient, found acctest.ListResult) {
	t.Helper()
	imported, problems := client.ImportListResult(found)
	if len(problems) > 0 {
		t.Fatal("import: ", problems)
	}
	requireConfigChangesNothing(t, client, imported, client.GeneratedConfig(found.Object))
}

// requireConfigChangesNothing reads an imported object, and fails the test unless the configuration is valid and its plan is empty. If the
// configuration is nil, it uses the one that Terraform generates.
func requireConfigChangesNothing(t *testing.T, client *acctest.ProtocolClient, imported acctest.Object, config acctest.Values) {
	t.Helper()
	state := client.MustRead(imported)
	if config == nil {
		config = client.GeneratedConfig(state)
	}
	if problems := client.ValidateResource(state.Type, config); len(problems) > 0 {
		t.Fatal("validate: ", problems)
	}
	client.RequireEmptyPlan(state, config)
}

// onlyBlock returns the only block of an example, which must be of a type.
func onlyBlock(t *testing.T, f *examplesFixture, name, kind string) *hclsyntax.Block {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(f.ids.Replace(example(t, name))), name, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok || len(body.Blocks) != 1 || body.Blocks[0].Type != kind {
		t.Fatalf("the example is not one block of the type %q", kind)
	}
	return body.Blocks[0]
}

// evaluate evaluates an expression, which may refer to variables.
func evaluate(t *testing.T, expression hcl.Expression, variables map[string]cty.Value) cty.Value {
	t.Helper()
	value, diags := expression.Value(&hcl.EvalContext{Variables: map[string]cty.Value{"var": cty.ObjectVal(variables)}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return value
}
