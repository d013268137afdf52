package provider_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfserver"
)

const benchmarkRoom = `{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b","name":"Main Hall","size":10,"tags":["keynote"],
	"sceneId":"0a1f3c5e-7b9d-4c2e-8f6a-1b3d5f7a9c0e","returnUrl":"https://example.com/bye","thumbnailUrl":"https://example.com/thumbnail.png",
	"createdAt":"2026-05-04T09:00:00.000Z","updatedAt":"2026-05-04T09:00:00.000Z",
	"roomUrl":{"public":{"host":"https://example.com/h","guest":"https://example.com/g"},"private":{"host":"https://example.com/h","guest":"https://example.com/g"}}}`

// BenchmarkRoom runs the calls of the plugin protocol that Terraform sends for each room in a plan without changes.
func BenchmarkRoom(b *testing.B) {
	const kind = "xrcloud_room"
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(benchmarkRoom)) // fails if the client disconnects
	}))
	b.Cleanup(service.Close)
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	dynamic := func(of tftypes.Type, known map[string]tftypes.Value) *tfprotov6.DynamicValue {
		values := map[string]tftypes.Value{}
		for name, attribute := range of.(tftypes.Object).AttributeTypes { //nolint:forcetypeassert // a schema is an object
			values[name] = tftypes.NewValue(attribute, nil)
		}
		maps.Copy(values, known)
		encoded, err := tfprotov6.NewDynamicValue(of, tftypes.NewValue(of, values))
		must(err)
		return &encoded
	}
	text := func(value string) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
	server := tfserver.New(provider.New("test")())()
	schemas, err := server.GetProviderSchema(b.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(err)
	_, err = server.ConfigureProvider(b.Context(), &tfprotov6.ConfigureProviderRequest{Config: dynamic(schemas.Provider.ValueType(), map[string]tftypes.Value{
		"endpoint": text(service.URL), "api_key": text("key-of-the-benchmark"),
	})})
	must(err)
	config := map[string]tftypes.Value{
		"project_id": text("7d3c2b1a-5e4f-4a6b-9c8d-0e1f2a3b4c5d"), "scene_id": text("0a1f3c5e-7b9d-4c2e-8f6a-1b3d5f7a9c0e"),
		"name": text("Main Hall"), "return_url": text("https://example.com/bye"),
		"tags": tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{text("keynote")}),
	}
	schema := schemas.ResourceSchemas[kind].ValueType()
	configured := dynamic(schema, config)
	config["id"] = text("f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b")
	read, err := server.ReadResource(b.Context(), &tfprotov6.ReadResourceRequest{TypeName: kind, CurrentState: dynamic(schema, config)})
	must(err)
	saved := &tfprotov6.RawState{JSON: []byte(`{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b","name":"Main Hall","size":10,"tags":["keynote"]}`)}
	calls := map[string]func(){
		"ValidateResourceConfig": func() {
			_, err := server.ValidateResourceConfig(b.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: kind, Config: configured})
			must(err)
		},
		"UpgradeResourceState": func() {
			_, err := server.UpgradeResourceState(b.Context(), &tfprotov6.UpgradeResourceStateRequest{TypeName: kind, RawState: saved})
			must(err)
		},
		"ReadResource": func() {
			_, err := server.ReadResource(b.Context(), &tfprotov6.ReadResourceRequest{
				TypeName: kind, CurrentState: read.NewState, CurrentIdentity: read.NewIdentity, Private: read.Private,
			})
			must(err)
		},
		"PlanResourceChange": func() {
			planned, err := server.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{
				TypeName: kind, PriorState: read.NewState, ProposedNewState: read.NewState, Config: configured,
				PriorIdentity: read.NewIdentity, PriorPrivate: read.Private,
			})
			must(err)
			if len(planned.Diagnostics) > 0 {
				b.Fatal(planned.Diagnostics[0].Detail)
			}
		},
	}
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				calls[name]()
			}
		})
	}
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, call := range calls {
				call()
			}
		}
	})
}
