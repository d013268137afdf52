package venueless

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ list.ListResourceWithConfigure = &ListResource{}

// ListResource finds rooms to import.
type ListResource struct {
	tfkit.ResourceBase[*venueless.Client]
}

// NewListResource makes the list resource xrcloud_venueless_room.
func NewListResource() list.ListResource { return &ListResource{} }

func (l *ListResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_venueless_room"
}

func (l *ListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema.MarkdownDescription = "Finds the rooms of a Venueless world that the token may see, by priority and name. With `include_resource`, and in generated configuration, `module_config` and `schedule_data` are as the server has them: Terraform does not hide a meeting's password in it."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"world_id": schema.StringAttribute{
			MarkdownDescription: worldText,
			Optional:            true,
			Validators:          []validator.String{worldID()},
		},
		"name_contains":   schema.StringAttribute{MarkdownDescription: nameContainsText, Optional: true},
		"module_type":     schema.StringAttribute{MarkdownDescription: moduleTypeText, Optional: true},
		"include_deleted": schema.BoolAttribute{MarkdownDescription: includeDeletedText, Optional: true},
	}
}

func (l *ListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config filter
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	world := inWorld(l.Client, config.WorldID)
	rooms := config.rooms(ctx, l.Client)
	stream.Results = tfkit.ListResults(ctx, req, "Cannot list Venueless rooms", fields, rooms, func(room venueless.Room, result *list.ListResult) {
		found := model{record: record{WorldID: world}, DeletionMode: types.StringValue(hard)}
		result.Diagnostics.Append(found.fromAPI(ctx, room)...)
		result.DisplayName = cmp.Or(room.Name, room.ID)
		setIdentity(ctx, result.Identity, found.record, &result.Diagnostics)
		if req.IncludeResource {
			// Terraform generates a configuration from this, in which schedule_data must be an object, and need not be set.
			if !found.ScheduleData.IsNull() && jsonProblem(found.ScheduleData.ValueString()) != "" {
				found.ScheduleData = jsonFrom(nil)
			}
			result.Diagnostics.Append(result.Resource.Set(ctx, found)...)
		}
	})
}
