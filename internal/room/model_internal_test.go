package room

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

func tagSet(tags ...string) types.Set {
	values := make([]attr.Value, len(tags))
	for i, tag := range tags {
		values[i] = types.StringValue(tag)
	}
	return types.SetValueMust(types.StringType, values)
}

// Tags are never null, so that no tags and an empty set of tags are the same to Terraform, as they are to the service.
func TestTagsFromAPI(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		tags []string
		want types.Set
	}{
		{"none", nil, tagSet()},
		{"none, written as []", []string{}, tagSet()},
		{"some", []string{"b", "a"}, tagSet("a", "b")},
	} {
		m := model{Tags: tagSet("before")}
		if diags := m.fromAPI(t.Context(), xrcloud.Room{Tags: c.tags}); diags.HasError() {
			t.Errorf("%s: %v", c.name, diags)
		}
		if !m.Tags.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.name, m.Tags, c.want)
		}
	}
}

func TestToUpdate(t *testing.T) {
	t.Parallel()
	prior := model{Name: types.StringValue("Hall"), Size: types.Int64Value(10), ReturnURL: types.StringValue("https://example.com"), Tags: tagSet("a")}
	for _, c := range []struct {
		want   string
		change func(*model)
	}{
		{`{}`, func(m *model) { m.Tags, m.ProjectID = tagSet("b"), types.StringValue("known by now") }},
		{`{"name":"Foyer"}`, func(m *model) { m.Name = types.StringValue("Foyer") }},
		{`{"size":20}`, func(m *model) { m.Size = types.Int64Value(20) }},
		{`{"returnUrl":"https://example.org"}`, func(m *model) { m.ReturnURL = types.StringValue("https://example.org") }},
	} {
		m := prior
		c.change(&m)
		got, err := json.Marshal(m.toUpdate(prior))
		if err != nil || string(got) != c.want {
			t.Errorf("the change is %s (%v), want %s", got, err, c.want)
		}
	}
}
