package vcs

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// filter has the arguments that select rooms in the data source xrcloud_vcs_rooms and in the list resource.
type filter struct {
	NameContains types.String `tfsdk:"name_contains"`
}

// rooms lists the rooms that match the filter.
func (f filter) rooms(ctx context.Context, client *api.Client) iter.Seq2[api.Room, error] {
	return paging.Filter(client.Rooms(ctx), f.matches)
}

func (f filter) matches(room api.Room) bool {
	return tfkit.NameContains(room.Name, f.NameContains.ValueString())
}
