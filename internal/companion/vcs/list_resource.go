package vcs

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ list.ListResourceWithConfigure = &ListResource{}

// ListResource finds conference rooms to import.
type ListResource struct {
	tfkit.ResourceBase[*api.Client]
}

// NewListResource returns the list resource xrcloud_vcs_room.
func NewListResource() list.ListResource { return &ListResource{} }

func (l *ListResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vcs_room"
}

func (l *ListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema.MarkdownDescription = "Finds the conference rooms of VCS Realtime. The results omit the room tokens, which are secrets, because `terraform query` shows all values."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"name_contains": schema.StringAttribute{
			MarkdownDescription: nameContainsDescription,
			Optional:            true,
		},
	}
}

func (l *ListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config filter
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	rooms := config.rooms(ctx, l.Client)
	stream.Results = tfkit.ListResults(ctx, req, "Cannot list VCS rooms", fields, rooms, func(room api.Room, result *list.ListResult) {
		result.DisplayName = cmp.Or(room.Name, room.ID)
		result.Diagnostics.Append(result.Identity.Set(ctx, identityModel{ID: types.StringValue(room.ID)})...)
		if !req.IncludeResource {
			return
		}
		var found model // as during an import, without any value
		found.fromAPI(room)
		result.Diagnostics.Append(result.Resource.Set(ctx, found)...)
	})
}
