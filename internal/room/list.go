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

// NewListResource makes the list resource xrcloud_room.
func NewListResource() list.ListResource { return &ListResource{} }

func (l *ListResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_room"
}

func (l *ListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema.MarkdownDescription = "Finds the rooms of a project or of a scene, oldest first. The results omit `public_host_url`, which is a secret, because `terraform query` shows all values."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"project_id": schema.StringAttribute{
			MarkdownDescription: "The id of the project whose rooms to find. Either this or `scene_id` must be given.",
			Optional:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"scene_id": schema.StringAttribute{
			MarkdownDescription: "The id of the scene whose rooms to find, of whatever project they are. To generate configuration, it takes a [bearer token](../index.md#which-credential-is-for-what) to ask for their projects.",
			Optional:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"name_contains": schema.StringAttribute{
			MarkdownDescription: "Only rooms whose name contains this text, in upper and lower case as given.",
			Optional:            true,
		},
		"tags": schema.ListAttribute{
			MarkdownDescription: "Only rooms that have all of these tags.",
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
				tfkit.AddAPIError(&result.Diagnostics, "Cannot find out the room's project", err, fields)
				return
			}
		}
		result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root("id"), room.ID)...)
		result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root("project_id"), found.ProjectID)...)
		if !req.IncludeResource {
			return
		}
		result.Diagnostics.Append(found.fromAPI(ctx, room)...)
		result.Diagnostics.Append(result.Resource.Set(ctx, found)...)
	})
}
