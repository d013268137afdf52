package whiteboard

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
)

// filter has the arguments that select rooms in the data source xrcloud_whiteboard_rooms and in the list resource.
type filter struct {
	Region          types.String `tfsdk:"region"`
	IncludeDisabled types.Bool   `tfsdk:"include_disabled"`
}

// rooms lists the rooms that match the filter.
func (f filter) rooms(ctx context.Context, client *api.Client) iter.Seq2[api.Room, error] {
	return paging.Filter(client.Rooms(ctx, f.Region.ValueString()), f.matches)
}

func (f filter) matches(room api.Room) bool { return !room.IsBan || f.IncludeDisabled.ValueBool() }
