package venueless

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ list.ListResourceWithConfigure = &ListResource{}

// ListResource finds rooms to import.
type ListResource struct {
	tfkit.ResourceBase[*api.Client]
}

// NewListResource returns the list resource xrcloud_venueless_room.
func NewListResource() list.ListResource { return &ListResource{} }

func (l *ListResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_venueless_room"
}

func (l *ListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema.MarkdownDescription = "Finds the rooms of a Venueless world that the token may see, ordered by priority and name.\n\n" +
		"With `include_resource`, and in generated configuration, `module_config` and `schedule_data` are shown as the server has them. Terraform does not hide the password of a meeting in them."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"world_id": schema.StringAttribute{
			MarkdownDescription: worldIDDescription,
			Optional:            true,
			Validators:          []validator.String{isWorldID()},
		},
		"name_contains": schema.StringAttribute{
			MarkdownDescription: nameContainsDescription,
			Optional:            true,
		},
		"module_type": schema.StringAttribute{
			MarkdownDescription: moduleTypeDescription,
			Optional:            true,
		},
		"include_deleted": schema.BoolAttribute{
			MarkdownDescription: includeDeletedDescription,
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
	config.WorldID = worldOrDefault(l.Client, config.WorldID)
	rooms := config.rooms(ctx, l.Client)
	stream.Results = tfkit.ListResults(ctx, req, "Cannot list Venueless rooms", fields, rooms, func(room api.Room, result *list.ListResult) {
		result.DisplayName = cmp.Or(room.Name, room.ID)
		result.Diagnostics.Append(result.Identity.Set(ctx, identityModel{WorldID: config.WorldID, ID: types.StringValue(room.ID)})...)
		if !req.IncludeResource {
			return
		}
		found := model{dataSourceModel: dataSourceModel{WorldID: config.WorldID}, DeletionMode: types.StringValue(deletionIsHard)}
		result.Diagnostics.Append(found.fromAPI(ctx, room)...)
		// Terraform generates configuration from this. There schedule_data must be an object, and can be omitted.
		if !found.ScheduleData.IsNull() && validateJSON(found.ScheduleData.ValueString()) != nil {
			found.ScheduleData = newJSONValue(nil)
		}
		result.Diagnostics.Append(result.Resource.Set(ctx, found)...)
	})
}
