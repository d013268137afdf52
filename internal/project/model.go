// Package project is everything that Terraform says about XRCLOUD projects.
package project

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// record is what can be read of a project, and its label, which cannot.
type record struct {
	ID         types.String `tfsdk:"id"`
	Name       types.String `tfsdk:"name"`
	Label      types.String `tfsdk:"label"`
	WebhookURL types.String `tfsdk:"webhook_url"`
	FaviconURL types.String `tfsdk:"favicon_url"`
	LogoURL    types.String `tfsdk:"logo_url"`
	CreatedAt  types.String `tfsdk:"created_at"`
	UpdatedAt  types.String `tfsdk:"updated_at"`
}

// model is a project in plan and state.
type model struct {
	record
	Favicon       types.String `tfsdk:"favicon"`
	FaviconBase64 types.String `tfsdk:"favicon_base64"`
	FaviconSHA256 types.String `tfsdk:"favicon_sha256"`
	Logo          types.String `tfsdk:"logo"`
	LogoBase64    types.String `tfsdk:"logo_base64"`
	LogoSHA256    types.String `tfsdk:"logo_sha256"`
	ForceDestroy  types.Bool   `tfsdk:"force_destroy"`
}

// fields names the argument that sets each field of the API.
var fields = tfkit.Fields{
	"projectId":  path.Root("id"),
	"name":       path.Root("name"),
	"label":      path.Root("label"),
	"webhookUrl": path.Root("webhook_url"),
	"favicon":    path.Root("favicon"),
	"logo":       path.Root("logo"),
}

// fromAPI takes over what the service says of a project.
func (r *record) fromAPI(project xrcloud.Project) {
	r.ID = types.StringValue(project.ID)
	r.Name = types.StringValue(project.Name)
	r.WebhookURL = types.StringPointerValue(project.WebhookURL)
	r.FaviconURL = types.StringValue(project.FaviconURL)
	r.LogoURL = types.StringValue(project.LogoURL)
	r.CreatedAt = types.StringValue(project.CreatedAt)
	r.UpdatedAt = types.StringValue(project.UpdatedAt)
}

// toInput returns the request that creates the project, or that changes the prior one to it. Images are included if their
// content was not sent before, the label if it changes, and the webhook every time: without it, the service would clear it.
// The hash of an image that could not be read in the plan is known afterwards.
func (m *model) toInput(prior model, diags *diag.Diagnostics) xrcloud.ProjectInput {
	input := xrcloud.ProjectInput{Name: m.Name.ValueString(), WebhookURL: m.WebhookURL.ValueString()}
	if !m.Label.Equal(prior.Label) {
		label := m.Label.ValueString()
		input.Label = &label
	}
	input.Favicon, m.FaviconSHA256 = m.favicon().upload(prior.FaviconSHA256, diags)
	input.Logo, m.LogoSHA256 = m.logo().upload(prior.LogoSHA256, diags)
	return input
}

// needsRequest says whether the change from the prior project is one that the service has to know. The rest, such as
// force_destroy and the path of an image, is only in the state.
func (m *model) needsRequest(prior model) bool {
	return !m.Name.Equal(prior.Name) || !m.Label.Equal(prior.Label) || !m.WebhookURL.Equal(prior.WebhookURL) ||
		!m.FaviconSHA256.Equal(prior.FaviconSHA256) || !m.LogoSHA256.Equal(prior.LogoSHA256)
}
