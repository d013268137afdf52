// Package project implements the resource and the data sources for XRCLOUD projects.
package project

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// identityModel is the identity of a project.
type identityModel struct {
	ID types.String `tfsdk:"id"`
}

// model is a project in plan and state.
type model struct {
	dataSourceModel
	Favicon       types.String `tfsdk:"favicon"`
	FaviconBase64 types.String `tfsdk:"favicon_base64"`
	FaviconSHA256 types.String `tfsdk:"favicon_sha256"`
	Logo          types.String `tfsdk:"logo"`
	LogoBase64    types.String `tfsdk:"logo_base64"`
	LogoSHA256    types.String `tfsdk:"logo_sha256"`
	ForceDestroy  types.Bool   `tfsdk:"force_destroy"`
}

func (m *model) identity() identityModel {
	return identityModel{ID: m.ID}
}

// dataSourceModel is a project in data sources: the values that the service returns, and the label, which it never returns.
type dataSourceModel struct {
	ID         types.String `tfsdk:"id"`
	Name       types.String `tfsdk:"name"`
	Label      types.String `tfsdk:"label"`
	WebhookURL types.String `tfsdk:"webhook_url"`
	FaviconURL types.String `tfsdk:"favicon_url"`
	LogoURL    types.String `tfsdk:"logo_url"`
	CreatedAt  types.String `tfsdk:"created_at"`
	UpdatedAt  types.String `tfsdk:"updated_at"`
}

// lookupFields names the argument of a data source and of the list resource that sets each field of the API.
var lookupFields = tfkit.Fields{
	"projectId": path.Root("id"),
	"label":     path.Root("label"),
}

// fields names the argument that sets each field of the API. An image has two arguments, so it depends on the configuration.
func (m *model) fields() tfkit.Fields {
	return tfkit.Fields{
		"projectId":  path.Root("id"),
		"name":       path.Root("name"),
		"label":      path.Root("label"),
		"webhookUrl": path.Root("webhook_url"),
		"favicon":    m.favicon().argument(),
		"logo":       m.logo().argument(),
	}
}

// fromAPI sets all attributes but the label.
func (m *dataSourceModel) fromAPI(project xrcloud.Project) {
	m.ID = types.StringValue(project.ID)
	m.Name = types.StringValue(project.Name)
	m.WebhookURL = types.StringPointerValue(project.WebhookURL)
	m.FaviconURL = types.StringValue(project.FaviconURL)
	m.LogoURL = types.StringValue(project.LogoURL)
	m.CreatedAt = types.StringValue(project.CreatedAt)
	m.UpdatedAt = types.StringValue(project.UpdatedAt)
}

// toCreate returns the request that creates the project, with both images.
func (m *model) toCreate() (xrcloud.ProjectInput, error) { return m.toInput(model{}) }

// toUpdate returns the request that changes the prior project to m. It has only the changed values, and always the name and the webhook: the
// service clears a webhook that is not sent.
func (m *model) toUpdate(prior model) (xrcloud.ProjectInput, error) { return m.toInput(prior) }

// toInput returns the request that changes the prior project to m, where a new project has no values before. It sets the hash of an
// image that could not be read in the plan. An error names the argument of the image.
func (m *model) toInput(prior model) (xrcloud.ProjectInput, error) {
	input := xrcloud.ProjectInput{Name: m.Name.ValueString(), WebhookURL: m.WebhookURL.ValueStringPointer()}
	if !m.Label.Equal(prior.Label) {
		label := m.Label.ValueString()
		input.Label = &label
	}
	var err error
	if input.Favicon, m.FaviconSHA256, err = m.favicon().upload(prior.FaviconSHA256); err != nil {
		return input, err
	}
	input.Logo, m.LogoSHA256, err = m.logo().upload(prior.LogoSHA256)
	return input, err
}

// needsRequest reports whether the change from the prior project concerns the service. The rest, such as force_destroy and the
// path of an image, is only in the state.
func (m *model) needsRequest(prior model) bool {
	return !m.Name.Equal(prior.Name) || !m.Label.Equal(prior.Label) || !m.WebhookURL.Equal(prior.WebhookURL) ||
		!m.FaviconSHA256.Equal(prior.FaviconSHA256) || !m.LogoSHA256.Equal(prior.LogoSHA256)
}
