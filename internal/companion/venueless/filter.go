package venueless

import (
	"context"
	"errors"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// filter has the arguments that select rooms in the data source xrcloud_venueless_rooms and in the list resource. The service has
// no search of its own.
type filter struct {
	WorldID        types.String `tfsdk:"world_id"`
	NameContains   types.String `tfsdk:"name_contains"`
	ModuleType     types.String `tfsdk:"module_type"`
	IncludeDeleted types.Bool   `tfsdk:"include_deleted"`
}

// rooms lists the rooms that match the filter, as they are read.
func (f filter) rooms(ctx context.Context, client *api.Client) iter.Seq2[api.Room, error] {
	matching := paging.Filter(client.Rooms(ctx, f.WorldID.ValueString()), f.matches)
	return func(yield func(api.Room, error) bool) {
		for room, err := range matching {
			if err != nil {
				err = requireAllMatches(err, f.matchesName)
				if err == nil {
					return
				}
			}
			if !yield(room, err) {
				return
			}
		}
	}
}

func (f filter) matches(room api.Room) bool {
	return (f.IncludeDeleted.ValueBool() || !room.Deleted) && f.matchesName(room.Name) &&
		(f.ModuleType.IsNull() || room.HasModule(f.ModuleType.ValueString()))
}

func (f filter) matchesName(name string) bool {
	return tfkit.NameContains(name, f.NameContains.ValueString())
}

// requireAllMatches returns the error of a list, unless the list is incomplete but has all rooms whose name matches.
func requireAllMatches(err error, matchesName func(name string) bool) error {
	if incomplete, ok := errors.AsType[*api.IncompleteError](err); ok && !incomplete.MayOmit(matchesName) {
		return nil
	}
	return err
}
