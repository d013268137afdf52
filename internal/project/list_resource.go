package project

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ list.ListResourceWithConfigure = &ListResource{}

// ListResource finds projects to import.
type ListResource struct {
	tfkit.ResourceBase[*xrcloud.Client]
}

// NewListResource returns the list resource xrcloud_project.
func NewListResource() list.ListResource { return &ListResource{} }

func (l *ListResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_project"
}

func (l *ListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema.MarkdownDescription = "Finds the projects of the account, the oldest first. Requires a [bearer token](https://registry.terraform.io/providers/xrcloud/xrcloud/latest/docs#which-credential-is-for-what)."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"label": schema.StringAttribute{
			MarkdownDescription: labelFilterDescription + " Generated configuration does not have the label, because the service never returns labels. Add it yourself.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
	}
}

func (l *ListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config filter
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	projects := config.projects(ctx, l.Client)
	stream.Results = tfkit.ListResults(ctx, req, "Cannot list projects", lookupFields, projects, func(project xrcloud.Project, result *list.ListResult) {
		result.DisplayName = cmp.Or(project.Name, project.ID)
		result.Diagnostics.Append(result.Identity.Set(ctx, identityModel{ID: types.StringValue(project.ID)})...)
		if !req.IncludeResource {
			return
		}
		// Without the label, even if it is known here: the read after an import does not return it, so it would be a change.
		found := model{ForceDestroy: types.BoolValue(false)}
		found.fromAPI(project)
		result.Diagnostics.Append(result.Resource.Set(ctx, found)...)
	})
}
