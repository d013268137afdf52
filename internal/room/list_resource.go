package room

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listresourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ list.ListResourceWithConfigure        = &ListResource{}
	_ list.ListResourceWithConfigValidators = &ListResource{}
)

// ListResource finds rooms to import.
type ListResource struct {
	tfkit.ResourceBase[*xrcloud.Client]
}

// NewListResource returns the list resource xrcloud_room.
func NewListResource() list.ListResource { return &ListResource{} }

func (l *ListResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_room"
}

func (l *ListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema.MarkdownDescription = "Finds the rooms of a project or of a scene, the oldest first. The results omit `public_host_url`, which is a secret, because `terraform query` shows all values."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"project_id": schema.StringAttribute{
			MarkdownDescription: "ID of the project whose rooms to find. Exactly one of `project_id` and `scene_id` must be set.",
			Optional:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"scene_id": schema.StringAttribute{
			MarkdownDescription: "ID of the scene whose rooms to find, including rooms of other projects. Generated configuration needs a [bearer token](https://registry.terraform.io/providers/xrcloud/xrcloud/latest/docs#which-credential-is-for-what), which reads the project of each room.",
			Optional:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"name_contains": schema.StringAttribute{
			MarkdownDescription: nameContainsDescription,
			Optional:            true,
		},
		"tags": schema.ListAttribute{
			MarkdownDescription: tagsFilterDescription,
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.List{listvalidator.NoNullValues()},
		},
	}
}

func (l *ListResource) ListResourceConfigValidators(context.Context) []list.ConfigValidator {
	return []list.ConfigValidator{
		listresourcevalidator.ExactlyOneOf(path.MatchRoot("project_id"), path.MatchRoot("scene_id")),
	}
}

func (l *ListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config struct {
		filter
		Tags types.List `tfsdk:"tags"`
	}
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	rooms := config.rooms(ctx, l.Client, config.Tags.Elements())
	stream.Results = tfkit.ListResults(ctx, req, "Cannot list rooms", fields, rooms, func(room xrcloud.Room, result *list.ListResult) {
		result.DisplayName = cmp.Or(room.Name, room.ID)
		found := model{ProjectID: config.ProjectID}
		if found.ProjectID.IsNull() && req.IncludeResource { // one more request for each room
			var err error
			if found.ProjectID, err = projectOf(ctx, l.Client, room.ID); err != nil {
				tfkit.AddError(&result.Diagnostics, "Cannot read the room's project", err, fields)
				return
			}
		}
		result.Diagnostics.Append(result.Identity.Set(ctx, identityModel{ID: types.StringValue(room.ID), ProjectID: found.ProjectID})...)
		if !req.IncludeResource {
			return
		}
		result.Diagnostics.Append(found.fromAPI(ctx, room)...)
		result.Diagnostics.Append(result.Resource.Set(ctx, found)...)
	})
}
