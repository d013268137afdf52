package scene

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ list.ListResourceWithConfigure = &ListResource{}

// ListResource finds scenes to import.
type ListResource struct {
	tfkit.ResourceBase[*xrcloud.Client]
}

// NewListResource returns the list resource xrcloud_scene.
func NewListResource() list.ListResource { return &ListResource{} }

func (l *ListResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_scene"
}

func (l *ListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema.MarkdownDescription = "Finds the published scenes of a project, the oldest first."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"project_id": schema.StringAttribute{
			MarkdownDescription: "ID of the project whose scenes to find.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"name_contains": schema.StringAttribute{
			MarkdownDescription: nameContainsDescription,
			Optional:            true,
		},
		"creator": schema.StringAttribute{
			MarkdownDescription: creatorFilterDescription,
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
	scenes := config.scenes(ctx, l.Client)
	stream.Results = tfkit.ListResults(ctx, req, "Cannot list scenes", fields, scenes, func(scene xrcloud.Scene, result *list.ListResult) {
		result.DisplayName = cmp.Or(scene.Name, scene.ID)
		result.Diagnostics.Append(result.Identity.Set(ctx, identityModel{ID: types.StringValue(scene.ID), ProjectID: config.ProjectID})...)
		if !req.IncludeResource {
			return
		}
		found := model{
			SceneID: types.StringValue(scene.ID), ProjectID: config.ProjectID,
			DeleteOnDestroy: types.BoolValue(false), ForceDestroy: types.BoolValue(false),
		}
		found.fromAPI(scene)
		result.Diagnostics.Append(result.Resource.Set(ctx, found)...)
	})
}
