package vcs

import (
	"context"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/text/unicode/norm"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
)

// filter holds the arguments that select rooms in the data source xrcloud_vcs_rooms and in the list resource.
type filter struct {
	NameContains types.String `tfsdk:"name_contains"`
}

// rooms lists the rooms that match the filter.
func (f filter) rooms(ctx context.Context, client *api.Client) iter.Seq2[api.Room, error] {
	return paging.Filter(client.Rooms(ctx), f.matches)
}

// matches compares normalized texts: Terraform normalizes every string to NFC, and the service keeps what it was sent.
func (f filter) matches(room api.Room) bool {
	return strings.Contains(norm.NFC.String(room.Name), f.NameContains.ValueString())
}
