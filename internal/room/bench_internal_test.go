package room

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// BenchmarkConversion converts a room between the API and the state.
func BenchmarkConversion(b *testing.B) {
	room := xrcloud.Room{ID: "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b", Name: "Main Hall", Size: 10, Tags: []string{"day-1", "keynote"}}
	var m model
	if diags := m.fromAPI(b.Context(), room); diags.HasError() {
		b.Fatal(diags)
	}
	prior := m
	prior.Name = types.StringValue("Hall")
	b.Run("fromAPI", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.fromAPI(b.Context(), room)
		}
	})
	b.Run("toCreate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = m.toCreate(b.Context())
		}
	})
	b.Run("toUpdate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.toUpdate(prior)
		}
	})
}
