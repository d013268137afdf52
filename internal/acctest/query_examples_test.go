package acctest_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// What the Terraform at hand may be too old for is done as Terraform would do it, over the plugin protocol.

// importByIdentity does what an import block with an identity says: the configuration that Terraform would generate for
// it leaves nothing to do.
func importByIdentity(t *testing.T, name string) {
	t.Helper()
	f := newExamplesFixture(t)
	block := onlyBlock(t, f, name, "import")
	to, diags := hcl.AbsTraversalForExpr(block.Body.Attributes["to"].Expr)
	if diags.HasErrors() || to.RootName() != typeOf(name) {
		t.Fatalf("it imports %s: %v", to.RootName(), diags)
	}
	identity := map[string]string{}
	for key, value := range evaluate(t, block.Body.Attributes["identity"].Expr).AsValueMap() {
		identity[key] = value.AsString()
	}
	caller := f.protocolClient(t)
	imported, problems := caller.ImportByIdentity(typeOf(name), identity)
	if len(problems) > 0 {
		t.Fatal("import: ", problems)
	}
	requireUnchanged(t, caller, imported, nil)
}

// query lists what a query file says. There must be something, and all that is found can be imported with the
// configuration that Terraform would generate.
func query(t *testing.T, name string) {
	t.Helper()
	f := newExamplesFixture(t)
	block := onlyBlock(t, f, name, "list")
	kind := block.Labels[0]
	if kind != typeOf(name) && strings.HasPrefix(name, "list-resources/") {
		t.Fatalf("it lists %s", kind)
	}
	caller := f.protocolClient(t)
	config := acctest.Values{}
	for _, inner := range block.Body.Blocks {
		for key, attribute := range inner.Body.Attributes {
			value := evaluate(t, attribute.Expr)
			text, err := ctyjson.Marshal(value, value.Type())
			if err != nil {
				t.Fatal(err)
			}
			config[key] = caller.ListArgument(kind, key, text)
		}
	}
	limit := block.Body.Attributes["limit"]
	if limit == nil {
		t.Fatal("without a limit, Terraform finds 100 at most")
	}
	most, _ := evaluate(t, limit.Expr).AsBigFloat().Int64()
	found, problems := caller.Query(kind, config, most)
	if len(problems) > 0 || len(found) == 0 {
		t.Fatalf("found %d, %v", len(found), problems)
	}
	for _, one := range found {
		requireAdoptedUnchanged(t, caller, one)
	}
}

// requireAdoptedUnchanged does what a person does with an object that a list found: generate its configuration and import
// it by its identity. The plan must be empty: "0 to change".
func requireAdoptedUnchanged(t *testing.T, caller *acctest.ProtocolClient, found acctest.ListResult) {
	t.Helper()
	imported, problems := caller.ImportListResult(found)
	if len(problems) > 0 {
		t.Fatal("import: ", problems)
	}
	requireUnchanged(t, caller, imported, caller.GeneratedConfig(found.Object))
}

// requireUnchanged refreshes what was imported, and fails the test unless the configuration changes nothing. Without a
// configuration it takes the one that Terraform would generate.
func requireUnchanged(t *testing.T, caller *acctest.ProtocolClient, imported acctest.Object, config acctest.Values) {
	t.Helper()
	state, problems := caller.Read(imported)
	if len(problems) > 0 {
		t.Fatal("read: ", problems)
	}
	if config == nil {
		config = caller.GeneratedConfig(state)
	}
	if problems := caller.ValidateResource(state.Type, config); len(problems) > 0 {
		t.Fatal("validate: ", problems)
	}
	planned, problems := caller.Plan(state, config)
	if len(problems) > 0 || !planned.Value.Equal(state.Value) {
		t.Fatalf("the plan is not empty: %v, replaced because of %v\nstate %v\nplan  %v", problems, planned.Replaces, state.Value, planned.Value)
	}
}

// onlyBlock is the one block that an example consists of.
func onlyBlock(t *testing.T, f *examplesFixture, name, kind string) *hclsyntax.Block {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(f.ids.Replace(example(t, name))), name, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok || len(body.Blocks) != 1 || body.Blocks[0].Type != kind {
		t.Fatalf("it is not one block %q", kind)
	}
	return body.Blocks[0]
}

func evaluate(t *testing.T, expression hcl.Expression) cty.Value {
	t.Helper()
	value, diags := expression.Value(nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return value
}
