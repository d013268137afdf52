package vcs

import (
	"cmp"
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ list.ListResourceWithConfigure = &ListResource{}

// ListResource finds conference rooms to import.
type ListResource struct {
	tfkit.ResourceBase[*api.Client]
}

// NewListResource makes the list resource xrcloud_vcs_room.
func NewListResource() list.ListResource { return &ListResource{} }

func (l *ListResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vcs_room"
}

func (l *ListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema.MarkdownDescription = "Finds the conference rooms of VCS Realtime. Their room tokens are no part of what is found."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"name_contains": schema.StringAttribute{MarkdownDescription: nameContainsText, Optional: true},
	}
}

func (l *ListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config filter
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = tfkit.ListResults(ctx, req, "Cannot list VCS rooms", fields, config.rooms(ctx, l.Client), func(room api.Room, result *list.ListResult) {
		result.DisplayName = cmp.Or(room.Name, room.ID)
		result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root("id"), room.ID)...)
		if req.IncludeResource {
			var found model // nothing is known of it, as when it is imported
			found.fromAPI(room)
			result.Diagnostics.Append(result.Resource.Set(ctx, found)...)
		}
	})
}

// rooms lists the rooms that the filter lets through.
func (f filter) rooms(ctx context.Context, client *api.Client) iter.Seq2[api.Room, error] {
	return func(yield func(api.Room, error) bool) {
		for room, err := range client.Rooms(ctx) {
			if (err != nil || f.matches(room)) && !yield(room, err) {
				return
			}
		}
	}
}
