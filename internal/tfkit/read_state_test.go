package tfkit_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

func TestSetReadState(t *testing.T) {
	t.Parallel()
	type model struct {
		Name types.String `tfsdk:"name"`
		Tags types.Set    `tfsdk:"tags"`
	}
	object := schema.Schema{Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{Required: true}, "tags": schema.SetAttribute{Computed: true, ElementType: types.StringType},
	}}
	newModel := func(name types.String, tags ...string) model {
		set, _ := types.SetValueFrom(t.Context(), types.StringType, tags)
		return model{name, set}
	}
	before := newModel(types.StringValue("Hall"), "a", "b")
	for name, after := range map[string]model{
		"unchanged":       newModel(types.StringValue("Hall"), "a", "b"),
		"another string":  newModel(types.StringValue("Lobby"), "a", "b"),
		"null":            newModel(types.StringNull(), "a", "b"),
		"another element": newModel(types.StringValue("Hall"), "a", "c"),
		"an element less": newModel(types.StringValue("Hall"), "a"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := tfsdk.State{Schema: object}
			if diags := state.Set(t.Context(), before); diags.HasError() {
				t.Fatal(diags)
			}
			if diags := tfkit.SetReadState(t.Context(), &state, before, after); diags.HasError() {
				t.Fatal(diags)
			}
			var got model
			if diags := state.Get(t.Context(), &got); diags.HasError() || !got.Name.Equal(after.Name) || !got.Tags.Equal(after.Tags) {
				t.Errorf("the state is %v instead of %v; %v", got, after, diags)
			}
		})
	}
}

// A read without changes does not convert the model.
func TestSetReadStateKeepsAnUnchangedState(t *testing.T) {
	t.Parallel()
	unchanged := struct{ NotConvertible chan int }{}
	if diags := tfkit.SetReadState(t.Context(), &tfsdk.State{}, unchanged, unchanged); diags.HasError() {
		t.Error(diags)
	}
}
