package whiteboard

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ list.ListResourceWithConfigure = &ListResource{}

// ListResource finds rooms to import.
type ListResource struct {
	tfkit.ResourceBase[*api.Client]
}

// NewListResource returns the list resource xrcloud_whiteboard_room.
func NewListResource() list.ListResource { return &ListResource{} }

func (l *ListResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_whiteboard_room"
}

func (l *ListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema.MarkdownDescription = "Finds the rooms of Agora Interactive Whiteboard in one region. Rooms have no names, so the results show the time of creation."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"region": schema.StringAttribute{
			MarkdownDescription: "Region whose rooms to find." + regionDefaultDescription,
			Optional:            true,
			Validators:          []validator.String{isRegion()},
		},
		"include_disabled": schema.BoolAttribute{
			MarkdownDescription: includeDisabledDescription,
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
	config.Region = regionOrDefault(l.Client, config.Region)
	region := config.Region.ValueString()
	rooms := config.rooms(ctx, l.Client)
	stream.Results = tfkit.ListResults(ctx, req, "Cannot list whiteboard rooms", fields, rooms, func(room api.Room, result *list.ListResult) {
		result.DisplayName = displayName(region, room)
		result.Diagnostics.Append(result.Identity.Set(ctx, identityModel{Region: region, UUID: room.UUID})...)
		if !req.IncludeResource {
			return
		}
		found := model{OnDestroy: types.StringValue(destroyDisables)}
		found.fromAPI(region, room)
		result.Diagnostics.Append(result.Resource.Set(ctx, found)...)
	})
}

// displayName returns the name of a result: rooms have no names.
func displayName(region string, room api.Room) string {
	name := fmt.Sprintf("%s, created %s", formatID(region, room.UUID), room.CreatedAt)
	if room.IsBan {
		name += ", disabled"
	}
	return name
}
