package project

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// filter has the argument that selects projects in the data source xrcloud_projects and in the list resource.
type filter struct {
	Label types.String `tfsdk:"label"`
}

// projects lists the projects that match the filter. The service searches by the label.
func (f filter) projects(ctx context.Context, client *xrcloud.Client) iter.Seq2[xrcloud.Project, error] {
	return client.Projects(ctx, f.Label.ValueString())
}
