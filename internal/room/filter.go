package room

import (
	"context"
	"iter"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/text/unicode/norm"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// filter has the arguments that select rooms in the data source xrcloud_rooms and in the list resource, except for the tags:
// these are a set in a data source, but a list resource accepts no sets.
type filter struct {
	ProjectID    types.String `tfsdk:"project_id"`
	SceneID      types.String `tfsdk:"scene_id"`
	NameContains types.String `tfsdk:"name_contains"`
}

// rooms lists the rooms that match the filter and have all tags.
func (f filter) rooms(ctx context.Context, client *xrcloud.Client, tags []attr.Value) iter.Seq2[xrcloud.Room, error] {
	rooms := client.RoomsOfProject(ctx, f.ProjectID.ValueString(), "")
	if f.ProjectID.IsNull() {
		rooms = client.RoomsOfScene(ctx, f.SceneID.ValueString(), "")
	}
	return paging.Filter(rooms, func(room xrcloud.Room) bool { return f.matches(room, tags) })
}

// matches normalizes tags to NFC for the same reason as tfkit.NameEquals normalizes names.
func (f filter) matches(room xrcloud.Room, tags []attr.Value) bool {
	for _, tag := range tags {
		isTag := func(text string) bool { return types.StringValue(norm.NFC.String(text)).Equal(tag) }
		if !slices.ContainsFunc(room.Tags, isTag) {
			return false
		}
	}
	return tfkit.NameContains(room.Name, f.NameContains.ValueString())
}
