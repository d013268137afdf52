package walk

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	text     = tftypes.String
	itemType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"type": text, "config": text}}
	testType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"name": text, "id": text, "size": text, "items": tftypes.List{ElementType: itemType}, "tags": tftypes.Set{ElementType: text},
	}}
	testSchema = &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
		{Name: "name", Type: text, Required: true},
		{Name: "id", Type: text, Computed: true},
		{Name: "size", Type: text, Optional: true, Computed: true},
		{Name: "tags", Type: tftypes.Set{ElementType: text}, Optional: true},
		{Name: "items", Optional: true, NestedType: &tfprotov6.SchemaObject{Nesting: tfprotov6.SchemaObjectNestingModeList, Attributes: []*tfprotov6.SchemaAttribute{
			{Name: "type", Type: text, Required: true}, {Name: "config", Type: text, Optional: true, Computed: true},
		}}},
	}}}
)

func testObject(t *testing.T, values map[string]any) tftypes.Value {
	t.Helper()
	if values == nil {
		return tftypes.NewValue(testType, nil)
	}
	value, err := convert(testType, values, nil)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func items(config any) []any { return []any{map[string]any{"type": "chat", "config": config}} }

func TestProposedNew(t *testing.T) {
	t.Parallel()
	prior := testObject(t, map[string]any{"name": "Hall", "id": "1", "size": "10", "tags": []any{"a"}, "items": items("{}")})
	for name, test := range map[string]struct{ config, want map[string]any }{
		"a computed attribute keeps its value":     {map[string]any{"name": "New"}, map[string]any{"name": "New", "id": "1", "size": "10"}},
		"a configured value replaces it":           {map[string]any{"name": "New", "size": "20"}, map[string]any{"name": "New", "id": "1", "size": "20"}},
		"also in a list":                           {map[string]any{"name": "Hall", "items": items(nil)}, map[string]any{"name": "Hall", "id": "1", "size": "10", "items": items("{}")}},
		"an unknown value stays unknown":           {map[string]any{"name": Unknown}, map[string]any{"name": Unknown, "id": "1", "size": "10"}},
		"a null configuration is the destruction":  {nil, nil},
		"an argument that is removed becomes null": {map[string]any{"name": "Hall", "size": "10"}, map[string]any{"name": "Hall", "id": "1", "size": "10"}},
	} {
		config := testObject(t, test.config)
		before := config.String()
		if got, want := proposedNew(testSchema, prior, config), testObject(t, test.want); !got.Equal(want) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
		if config.String() != before {
			t.Errorf("%s: the configuration was changed", name)
		}
	}
}

func TestCheckPlan(t *testing.T) {
	t.Parallel()
	prior := map[string]any{"name": "Hall", "id": "1", "size": "10"}
	for name, test := range map[string]struct {
		prior, config, planned map[string]any
		valid                  bool
	}{
		"the configured value":                      {prior, map[string]any{"name": "New"}, map[string]any{"name": "New", "id": "1"}, true},
		"the prior value in place of an equal one":  {prior, map[string]any{"name": "HALL"}, map[string]any{"name": "Hall", "id": "1"}, true},
		"a third value":                             {prior, map[string]any{"name": "New"}, map[string]any{"name": "Other", "id": "1"}, false},
		"a value for a null argument":               {prior, map[string]any{"name": "Hall"}, map[string]any{"name": "Hall", "tags": []any{"a"}}, false},
		"a computed value for a null argument":      {prior, map[string]any{"name": "Hall"}, map[string]any{"name": "Hall", "size": "7"}, true},
		"an unknown value for a configured one":     {prior, map[string]any{"name": "New"}, map[string]any{"name": Unknown}, false},
		"a known value for an unknown one":          {nil, map[string]any{"name": Unknown}, map[string]any{"name": "New"}, false},
		"the prior value for an unknown one":        {prior, map[string]any{"name": Unknown}, map[string]any{"name": "Hall"}, true},
		"absence of what is configured":             {prior, map[string]any{"name": "Hall"}, nil, false},
		"existence of what is not configured":       {prior, nil, map[string]any{"name": "Hall"}, false},
		"a computed value in a list":                {nil, map[string]any{"name": "Hall", "items": items(nil)}, map[string]any{"name": "Hall", "items": items("{}")}, true},
		"another value in a list":                   {nil, map[string]any{"name": "Hall", "items": items("[]")}, map[string]any{"name": "Hall", "items": items("{}")}, false},
		"a list of another length":                  {nil, map[string]any{"name": "Hall", "items": items("[]")}, map[string]any{"name": "Hall", "items": []any{}}, false},
		"nothing in place of a configured argument": {nil, map[string]any{"name": "Hall", "size": "7"}, map[string]any{"name": "Hall"}, false},
	} {
		problems := checkPlan(testSchema, testObject(t, test.prior), testObject(t, test.config), testObject(t, test.planned))
		if (len(problems) == 0) != test.valid {
			t.Errorf("%s: %q", name, problems)
		}
	}
}

func TestCheckCompatible(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		planned, actual map[string]any
		valid           bool
	}{
		"the same":                       {map[string]any{"name": "Hall"}, map[string]any{"name": "Hall"}, true},
		"any value for an unknown one":   {map[string]any{"id": Unknown}, map[string]any{"id": "1"}, true},
		"null for an unknown one":        {map[string]any{"id": Unknown}, map[string]any{}, true},
		"another value":                  {map[string]any{"name": "Hall"}, map[string]any{"name": "hall"}, false},
		"a value for null":               {map[string]any{}, map[string]any{"size": "10"}, false},
		"null for a value":               {map[string]any{"size": "10"}, map[string]any{}, false},
		"unknown for a value":            {map[string]any{"size": "10"}, map[string]any{"size": Unknown}, false},
		"nothing at all":                 {map[string]any{"size": "10"}, nil, false},
		"an unknown value in a list":     {map[string]any{"items": items(Unknown)}, map[string]any{"items": items("{}")}, true},
		"another value in a list":        {map[string]any{"items": items("[]")}, map[string]any{"items": items("{}")}, false},
		"a longer list":                  {map[string]any{"items": []any{}}, map[string]any{"items": items("{}")}, false},
		"a set in another order":         {map[string]any{"tags": []any{"a", "b"}}, map[string]any{"tags": []any{"b", "a"}}, true},
		"another set":                    {map[string]any{"tags": []any{"a", "b"}}, map[string]any{"tags": []any{"a", "c"}}, false},
		"a set with an unknown element":  {map[string]any{"tags": []any{"a", Unknown}}, map[string]any{"tags": []any{"a", "c"}}, true},
		"more elements than are planned": {map[string]any{"tags": []any{Unknown}}, map[string]any{"tags": []any{"a", "c"}}, false},
	} {
		problems := checkCompatible(testObject(t, test.planned), testObject(t, test.actual))
		if (len(problems) == 0) != test.valid {
			t.Errorf("%s: %q", name, problems)
		}
	}
}

func TestReplacements(t *testing.T) {
	t.Parallel()
	prior := testObject(t, map[string]any{"name": "Hall", "size": "10", "id": "1"})
	planned := testObject(t, map[string]any{"name": "New", "size": "10", "id": Unknown})
	path := func(name string) *tftypes.AttributePath { return tftypes.NewAttributePath().WithAttributeName(name) }
	changed, err := replacements([]*tftypes.AttributePath{path("name"), path("size"), path("id")}, prior, planned)
	if want := []string{path("name").String(), path("id").String()}; err != nil || !slices.Equal(changed, want) {
		t.Errorf("got %v, %v", changed, err)
	}
	if changed, err := replacements([]*tftypes.AttributePath{path("name")}, testObject(t, nil), planned); len(changed) > 0 || err != nil {
		t.Errorf("a creation replaces %v, %v", changed, err)
	}
	if _, err := replacements([]*tftypes.AttributePath{path("color")}, prior, planned); err == nil {
		t.Error("an attribute that does not exist is accepted")
	}
}

func TestOrder(t *testing.T) {
	t.Parallel()
	config := Config{
		"a": {Arguments: map[string]any{"x": []any{map[string]any{"y": Ref{"c", "id"}}}}}, "b": {DependsOn: []string{"a"}}, "c": {},
	}
	if got := config.order(); !slices.Equal(got, []string{"c", "a", "b"}) {
		t.Error(got)
	}
	if got := config.allDependencies("b"); !slices.Equal(got, []string{"a", "c"}) {
		t.Error(got)
	}
}
