package acctest_test

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
)

// The conversions that an argument can be missing from.
const (
	toCreate = "the conversion to the create request (toCreate)"
	toUpdate = "the conversion to the update request (toUpdate)"
	fromAPI  = "the conversion from the response (fromAPI)"
)

const samplesFile = "argumentSamples in internal/acctest/arguments_samples_test.go"

// Every argument of every resource has sample values, or nothing would test whether it is converted.
func TestArgumentsHaveSamples(t *testing.T) {
	t.Parallel()
	schemas := acctest.NewProtocolClient(t, acctest.Values{}).ResourceSchemas()
	for kind := range argumentSamples {
		if schemas[kind] == nil {
			t.Errorf("the provider has no resource %s: remove it from %s", kind, samplesFile)
		}
	}
	for kind, schema := range schemas {
		samples, found := argumentSamples[kind]
		if !found {
			t.Errorf("the provider has the resource %s, which has no samples: add its service, and two values for each argument, to %s", kind, samplesFile)
			continue
		}
		if len(schema.Block.BlockTypes) > 0 {
			t.Errorf("%s has blocks, whose arguments are not tested: use nested attributes, or extend arguments_test.go", kind)
		}
		arguments := map[string]bool{}
		for _, attribute := range schema.Block.Attributes {
			if !isArgument(attribute) {
				continue
			}
			arguments[attribute.Name] = true
			sample, found := samples.arguments[attribute.Name]
			if !found {
				t.Errorf("%s has the argument %q, which has no sample values: add two to %s", kind, attribute.Name, samplesFile)
				continue
			}
			if problem := sample.problem(); problem != "" {
				t.Errorf("%s has the argument %q, %s in %s", kind, attribute.Name, problem, samplesFile)
			}
			if attribute.NestedType != nil {
				requireNestedSamples(t, kind+"."+attribute.Name, attribute.NestedType.Attributes, sample.a, sample.b)
			}
		}
		for name := range samples.arguments {
			if !arguments[name] {
				t.Errorf("%s has no argument %q: remove it from %s", kind, name, samplesFile)
			}
		}
	}
}

func isArgument(attribute *tfprotov6.SchemaAttribute) bool {
	return attribute.Required || attribute.Optional
}

// problem returns a clause that says what is wrong with the sample, or "".
func (s argumentSample) problem() string {
	switch {
	case s.a == nil, s.b == nil && s.noB == "":
		return "which has no second sample value: add one, or the reason why there is none,"
	case reflect.DeepEqual(s.a, s.b), reflect.DeepEqual(s.a, s.unset):
		return fmt.Sprintf("whose sample value %v is also its other value or its default: change it", s.a)
	case (s.field == "") != s.onlyInState:
		return "of which the field in the API is not known: set either field or, if the service does not know the argument, onlyInState"
	}
	return ""
}

// requireNestedSamples fails the test unless all nested arguments have different values in the two samples.
func requireNestedSamples(t *testing.T, within string, attributes []*tfprotov6.SchemaAttribute, a, b any) {
	t.Helper()
	inA, inB := nestedValues(a), nestedValues(b)
	for _, attribute := range attributes {
		name := attribute.Name
		if isArgument(attribute) && (inA[name] == nil || inB[name] == nil || reflect.DeepEqual(inA[name], inB[name])) {
			t.Errorf("%s has the nested argument %q, which does not have two sample values: set it to different values in both samples of %[1]s in %[3]s", within, name, samplesFile)
		}
		if attribute.NestedType != nil {
			requireNestedSamples(t, within+"."+name, attribute.NestedType.Attributes, inA[name], inB[name])
		}
	}
}

// nestedValues returns the nested object of a sample, or the first one of its list.
func nestedValues(sample any) acctest.Values {
	if list, ok := sample.([]any); ok && len(list) > 0 {
		sample = list[0]
	}
	values, _ := sample.(acctest.Values)
	return values
}

// An argument that is created, changed or removed is in the request, in the state after the apply, and in the state after a read or
// an import. An error about its field is attached to it.
func TestArgumentsAreConverted(t *testing.T) {
	t.Parallel()
	acctest.RequireEmulator(t, "recorded requests and faults")
	for kind, schema := range acctest.NewProtocolClient(t, acctest.Values{}).ResourceSchemas() {
		samples, found := argumentSamples[kind]
		if !found {
			continue
		}
		variants := []string{""} // all arguments, but for those that conflict with another one
		var changing, changingInPlace, optional, refused []string
		for _, attribute := range schema.Block.Attributes {
			name := attribute.Name
			sample, found := samples.arguments[name]
			if !found {
				continue
			}
			if sample.without != "" {
				variants = append(variants, name)
			}
			if sample.b != nil {
				changing = append(changing, name)
			}
			if sample.b != nil && !sample.replaces {
				changingInPlace = append(changingInPlace, name)
			}
			if attribute.Optional {
				optional = append(optional, name)
			}
			if sample.field != "" && samples.refusal != "" {
				refused = append(refused, name)
			}
		}
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			if !testEachArgument(t, "create", kind, variants, testCreate) {
				return // the other tests create objects, too
			}
			testEachArgument(t, "import", kind, variants, testImport)
			if samples.adopted {
				testEachArgument(t, "lost response", kind, variants, testLostResponse)
			}
			testEachArgument(t, "change", kind, changing, testChange)
			testEachArgument(t, "change concurrently", kind, changingInPlace, testConcurrentChange)
			testEachArgument(t, "remove", kind, optional, testRemoval)
			testEachArgument(t, "refuse", kind, refused, testRefusal)
		})
	}
}

// testEachArgument runs a test for each of the arguments, and reports whether all passed.
func testEachArgument(t *testing.T, what, kind string, arguments []string, test func(*testing.T, *argumentCase)) bool {
	t.Helper()
	return t.Run(what, func(t *testing.T) {
		for _, name := range arguments {
			t.Run(cmp.Or(name, "all"), func(t *testing.T) {
				t.Parallel()
				test(t, newArgumentCase(t, kind, name))
			})
		}
	})
}

// argumentCase is a resource with a service for one test.
type argumentCase struct {
	sampleService
	resource resourceSamples
	kind     string
	// name is the argument under test, "" for all.
	name string
	// config has the first sample value of each argument that does not conflict with the one under test.
	config acctest.Values
}

func newArgumentCase(t *testing.T, kind, name string) *argumentCase {
	t.Helper()
	resource := argumentSamples[kind]
	c := &argumentCase{resource.start(t), resource, kind, name, acctest.Values{}}
	for other, sample := range resource.arguments {
		if other == name || other != resource.arguments[name].without && sample.without == "" {
			c.config[other] = c.configured(t, sample.a)
		}
	}
	return c
}

func (c *argumentCase) sample() argumentSample { return c.resource.arguments[c.name] }

// configWith returns the configuration with another sample value of the argument; nil removes the argument.
func (c *argumentCase) configWith(t *testing.T, sample any) acctest.Values {
	t.Helper()
	config := maps.Clone(c.config)
	config[c.name] = c.configured(t, sample)
	return config
}

// create creates an object for a test that is about something else.
func (c *argumentCase) create() acctest.Object {
	return c.client.MustApply(c.client.Absent(c.kind), c.config)
}

// testCreate creates an object with the first sample value of each argument.
func testCreate(t *testing.T, c *argumentCase) {
	t.Helper()
	absent := c.client.Absent(c.kind)
	planned, problems := c.client.Plan(absent, c.config)
	requireNoErrors(t, "plan", problems)
	c.server.Reset()
	state, problems := c.client.Apply(absent, planned, c.config)
	if len(c.server.Requests(c.resource.create.Method, c.resource.create.Path)) == 0 {
		t.Fatalf("there is no create request: an argument is probably missing from %s: %q", toCreate, problems)
	}
	for _, name := range slices.Sorted(maps.Keys(c.config)) {
		c.requireSent(t, name, c.resource.arguments[name].a, toCreate)
	}
	requireNoErrors(t, "apply", problems)
	for _, name := range slices.Sorted(maps.Keys(c.config)) {
		c.requireState(t, name, state, c.resource.arguments[name].a, "it is probably missing from the state that Create saves")
	}
	c.requireEmptyPlan(t, state, c.config, toCreate)
}

// testLostResponse creates an object whose create request is carried out, but whose response is lost. The client must recognize the
// object by its arguments.
func testLostResponse(t *testing.T, c *argumentCase) {
	t.Helper()
	absent := c.client.Absent(c.kind)
	planned, problems := c.client.Plan(absent, c.config)
	requireNoErrors(t, "plan", problems)
	c.server.Reset()
	lost := c.resource.create
	lost.Commit, lost.Reset, lost.Times = true, true, 1
	c.server.Inject(lost)
	_, problems = c.client.Apply(absent, planned, c.config)
	if len(problems) != 1 || !strings.Contains(problems[0], "was adopted") {
		t.Errorf("the object is not adopted: an argument is probably missing from the function that turns a response into the input of the create request (inputOf): %q", problems)
	}
	if sent := len(c.server.Requests(c.resource.create.Method, c.resource.create.Path)); sent != 1 {
		t.Errorf("%d create requests were sent", sent)
	}
}

// testImport imports an object that has the first sample value of each argument.
func testImport(t *testing.T, c *argumentCase) {
	t.Helper()
	created := c.create()
	var id []string
	for attribute := range strings.SplitSeq(c.resource.importID, "/") {
		id = append(id, created.Attribute(t, attribute))
	}
	imported, problems := c.client.Import(c.kind, strings.Join(id, "/"))
	requireNoErrors(t, "import", problems)
	imported, problems = c.client.Read(imported)
	requireNoErrors(t, "read of the imported object, whose ID is probably missing from the state that ImportState saves", problems)
	for _, name := range slices.Sorted(maps.Keys(c.config)) {
		switch sample := c.resource.arguments[name]; {
		case sample.onlyInState:
			c.requireState(t, name, imported, sample.unset, "it is probably missing from the state that ImportState saves")
		case sample.notReturned != "":
			c.requireState(t, name, imported, nil, "if the service returns it, remove notReturned from "+samplesFile)
		default:
			c.requireState(t, name, imported, sample.a, "it is probably missing from "+fromAPI)
		}
	}
}

// testChange changes the argument from its first sample value to the second.
func testChange(t *testing.T, c *argumentCase) {
	t.Helper()
	c.testUpdate(t, c.sample().b, c.sample().b, c.sample().replaces)
}

// testRemoval removes the argument from the configuration.
func testRemoval(t *testing.T, c *argumentCase) {
	t.Helper()
	want, replaces := c.sample().unset, c.sample().replaces
	if want == any(kept{}) {
		want, replaces = c.sample().a, false
	}
	c.testUpdate(t, nil, want, replaces)
}

// testUpdate creates an object and applies another sample value of the argument, as Terraform does: a replacement deletes the object
// first. want is the value in the state.
func (c *argumentCase) testUpdate(t *testing.T, sample, want any, replaces bool) {
	t.Helper()
	prior, config, writer := c.create(), c.configWith(t, sample), toUpdate
	planned, problems := c.client.Plan(prior, config)
	requireNoErrors(t, "plan", problems)
	if len(planned.Replaces) > 0 != replaces {
		t.Fatalf("replacement is forced by %v, but replaces is %t: correct the schema, or %s", planned.Replaces, c.sample().replaces, samplesFile)
	}
	if replaces {
		writer = toCreate
		planned, problems = c.client.Plan(prior, nil)
		requireNoErrors(t, "plan of the deletion", problems)
		prior, problems = c.client.Apply(prior, planned, nil)
		requireNoErrors(t, "deletion", problems)
		planned, problems = c.client.Plan(prior, config)
		requireNoErrors(t, "plan of the creation", problems)
	}
	c.server.Reset()
	state, problems := c.client.Apply(prior, planned, config)
	c.requireSent(t, c.name, sample, writer)
	requireNoErrors(t, "apply", problems)
	requirePlanned(t, planned, state)
	c.requireState(t, c.name, state, want, "correct the plan, or "+samplesFile)
	c.requireEmptyPlan(t, state, config, writer)
}

// testConcurrentChange changes the argument, while all others are changed outside Terraform between the plan and the apply. The response
// to the update has their values, but the state must have the planned ones, or Terraform reports a bug in the provider.
func testConcurrentChange(t *testing.T, c *argumentCase) {
	t.Helper()
	prior, config := c.create(), c.configWith(t, c.sample().b)
	planned, problems := c.client.Plan(prior, config)
	requireNoErrors(t, "plan", problems)
	others := maps.Clone(c.config)
	for name := range others {
		if sample := c.resource.arguments[name]; sample.b != nil && !sample.replaces {
			others[name] = c.configured(t, sample.b)
		}
	}
	c.client.MustApply(prior, others)
	state, problems := c.client.Apply(prior, planned, config)
	requireNoErrors(t, "apply", problems)
	requirePlanned(t, planned, state)
}

// testRefusal creates an object while the service refuses the field of the argument.
func testRefusal(t *testing.T, c *argumentCase) {
	t.Helper()
	field, refusal := c.sample().field, c.resource.create
	response := acctest.JSONResponse(http.StatusBadRequest, fmt.Sprintf(c.resource.refusal, field))
	refusal.Status, refusal.Header, refusal.Body = response.Status, response.Header, response.Body
	c.server.Inject(refusal)
	absent := c.client.Absent(c.kind)
	planned, problems := c.client.Plan(absent, c.config)
	if len(acctest.OnlyErrors(problems)) == 0 {
		_, problems = c.client.Apply(absent, planned, c.config)
	}
	errors := acctest.OnlyErrors(problems)
	for name, sample := range c.resource.arguments {
		if sample.field == field && len(errors) == 1 && strings.HasPrefix(errors[0], "error at "+name+": ") {
			return
		}
	}
	t.Errorf("the service refuses the field %q, and the errors are %q: the field is probably missing from the map from fields to arguments (fields)", field, errors)
}

// requireSent fails the test unless the request has the value. A removed argument only has to be in the request if the service does
// not return it: otherwise a read shows whether it was removed.
func (c *argumentCase) requireSent(t *testing.T, name string, value any, writer string) {
	t.Helper()
	sample := c.resource.arguments[name]
	if sample.onlyInState || sample.notInBody != "" || value == nil && sample.notReturned == "" {
		return
	}
	sent, found := requestFields(t, c.server.Requests("", ""))[sample.field]
	if !found {
		t.Fatalf("the request does not have the field %q: %s is probably missing from %s", sample.field, name, writer)
	}
	isSent := reflect.DeepEqual(sent, c.sent(t, value))
	if value == nil {
		isSent = !reflect.DeepEqual(sent, c.sent(t, sample.a))
	}
	if !isSent {
		t.Fatalf("the request has %#v in the field %q: %s is probably missing from %s", sent, sample.field, name, writer)
	}
}

// requireState fails the test unless the state has the value of a sample.
func (c *argumentCase) requireState(t *testing.T, name string, state acctest.Object, sample any, advice string) {
	t.Helper()
	want := c.client.Configured(c.kind, acctest.Values{name: c.configured(t, sample)})
	if !attributesOf(t, state)[name].Equal(attributesOf(t, want)[name]) {
		t.Fatalf("the state has %s = %s instead of %s: %s", name, state.Attribute(t, name), want.Attribute(t, name), advice)
	}
}

// requirePlanned fails the test unless the state has all values that were known in the plan.
func requirePlanned(t *testing.T, planned, state acctest.Object) {
	t.Helper()
	promised, after := attributesOf(t, planned), attributesOf(t, state)
	for _, name := range slices.Sorted(maps.Keys(promised)) {
		if want := promised[name]; want.IsFullyKnown() && !after[name].Equal(want) {
			t.Fatalf("the state has %s = %s instead of the planned %s: it is probably missing from the state that Update saves, or that Create saves for a replacement",
				name, state.Attribute(t, name), planned.Attribute(t, name))
		}
	}
}

// requireEmptyPlan fails the test unless a read changes nothing, and the next plan is empty.
func (c *argumentCase) requireEmptyPlan(t *testing.T, state acctest.Object, config acctest.Values, writer string) {
	t.Helper()
	read, problems := c.client.Read(state)
	requireNoErrors(t, "read", problems)
	if read.Value.IsNull() {
		t.Fatalf("a read does not find the object: %q", problems)
	}
	before, after := attributesOf(t, state), attributesOf(t, read)
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if !after[name].Equal(before[name]) {
			t.Fatalf("a read changes %s from %s to %s: it is probably missing from %s, from %s, or from the structs of the client, or it is converted differently in them. "+
				"If it was removed, the request must have its empty value: a nil pointer with omitempty is not sent",
				name, state.Attribute(t, name), read.Attribute(t, name), writer, fromAPI)
		}
	}
	planned, problems := c.client.Plan(read, config)
	requireNoErrors(t, "next plan", problems)
	next := attributesOf(t, planned)
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if !next[name].Equal(after[name]) {
			t.Errorf("the next plan is not empty: it changes %s from %s to %s", name, read.Attribute(t, name), planned.Attribute(t, name))
		}
	}
}

func requireNoErrors(t *testing.T, step string, problems []string) {
	t.Helper()
	if errors := acctest.OnlyErrors(problems); len(errors) > 0 {
		t.Fatalf("%s: %s", step, strings.Join(errors, "\n"))
	}
}

func attributesOf(t *testing.T, object acctest.Object) map[string]tftypes.Value {
	t.Helper()
	var attributes map[string]tftypes.Value
	if err := object.Value.As(&attributes); err != nil {
		t.Fatal(err)
	}
	return attributes
}
