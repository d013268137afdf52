// Package provider configures the provider and lists its resources, data sources, ephemeral resources and functions.
package provider

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/companion/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/companion/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/companion/whiteboard"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/project"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/room"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/roomlog"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/scene"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/user"
)

var (
	_ provider.ProviderWithEphemeralResources = &Provider{}
	_ provider.ProviderWithFunctions          = &Provider{}
	_ provider.ProviderWithListResources      = &Provider{}
)

// Provider is terraform-provider-xrcloud.
type Provider struct {
	Version string
	// RetryWait is the time before the first retry of a request; 0 means the default of the clients.
	RetryWait time.Duration
}

// New returns a function that creates a provider of a version.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &Provider{Version: version} }
}

func (p *Provider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		project.NewResource,
		scene.NewResource,
		room.NewResource,
		vcs.NewResource,
		venueless.NewResource,
		whiteboard.NewResource,
	}
}

func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		project.NewDataSource,
		project.NewListDataSource,
		scene.NewDataSource,
		scene.NewListDataSource,
		room.NewDataSource,
		room.NewListDataSource,
		scene.NewEditorDataSource,
		room.NewAccessDataSource,
		roomlog.NewListDataSource,
		user.NewDataSource,
		vcs.NewDataSource,
		vcs.NewListDataSource,
		venueless.NewDataSource,
		venueless.NewListDataSource,
		venueless.NewWorldDataSource,
		whiteboard.NewDataSource,
		whiteboard.NewListDataSource,
	}
}

func (p *Provider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		scene.NewEditorEphemeral,
		room.NewAccessEphemeral,
		vcs.NewRoomEphemeral,
		vcs.NewRoomTokenEphemeral,
		venueless.NewTokenEphemeral,
		whiteboard.NewRoomTokenEphemeral,
		whiteboard.NewSDKTokenEphemeral,
	}
}

func (p *Provider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		project.NewListResource,
		scene.NewListResource,
		room.NewListResource,
		vcs.NewListResource,
		venueless.NewListResource,
		whiteboard.NewListResource,
	}
}

func (p *Provider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		room.NewParseRoomURL,
		room.NewRoomEntryURL,
	}
}

func (p *Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName, resp.Version = "xrcloud", p.Version
}

// model is the configuration of the provider.
type model struct {
	Endpoint    types.String `tfsdk:"endpoint"`
	APIKey      types.String `tfsdk:"api_key"`
	AccessToken types.String `tfsdk:"access_token"`
	Email       types.String `tfsdk:"email"`
	Password    types.String `tfsdk:"password"`
	// AcceptAccountChange applies to all services.
	AcceptAccountChange types.Bool   `tfsdk:"accept_account_change"`
	VCS                 types.Object `tfsdk:"vcs"`
	Venueless           types.Object `tfsdk:"venueless"`
	Whiteboard          types.Object `tfsdk:"whiteboard"`
	connectionModel
}

func (p *Provider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Manages the 3D rooms of XRCLOUD, with their projects and scenes, and the rooms of companion services."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"endpoint": schema.StringAttribute{
			MarkdownDescription: "Base URL of the service. It may have a path. Environment: `XRCLOUD_ENDPOINT`, or `XRCLOUD_HOST`. Defaults to `" + xrcloud.DefaultEndpoint + "`.",
			Optional:            true,
		},
		"api_key": schema.StringAttribute{
			MarkdownDescription: "API key of the account. Rooms and scenes need no other credential; projects need a bearer token. Environment: `XRCLOUD_API_KEY`.",
			Optional:            true,
			Sensitive:           true,
		},
		"access_token": schema.StringAttribute{
			MarkdownDescription: "Bearer token, which is used until it expires. Conflicts with `email` and `password`. Environment: `XRCLOUD_ACCESS_TOKEN`.",
			Optional:            true,
			Sensitive:           true,
			Validators:          []validator.String{tfkit.ConflictsWith(path.MatchRoot("email"), path.MatchRoot("password"))},
		},
		"email": schema.StringAttribute{
			MarkdownDescription: "E-mail address of the account. With `password`, the provider logs in when it first needs a bearer token, and renews the token when it expires. Environment: `XRCLOUD_EMAIL`.",
			Optional:            true,
		},
		"password": schema.StringAttribute{
			MarkdownDescription: "Password of the account. Environment: `XRCLOUD_PASSWORD`.",
			Optional:            true,
			Sensitive:           true,
		},
		"accept_account_change": schema.BoolAttribute{
			MarkdownDescription: "Whether to accept objects in the state that another account created, or that are on another server. " +
				"By default, such an object is neither deleted nor replaced, and stays in the state if the service does not find it. " +
				"Set this for one apply after an API key was changed or the server has moved to another URL. It applies to all services. Environment: `XRCLOUD_ACCEPT_ACCOUNT_CHANGE`. Defaults to `false`.",
			Optional: true,
		},
	}
	maps.Copy(resp.Schema.Attributes, connectionAttributes("XRCLOUD_"))
	resp.Schema.Blocks = map[string]schema.Block{"vcs": vcsBlock(), "venueless": venuelessBlock(), "whiteboard": whiteboardBlock()}
}

// Configure creates the clients. It sends no request. A value that is missing or unknown until apply is an error only if a request
// needs it.
func (p *Provider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	transportConfig := transport.Config{
		UserAgent: fmt.Sprintf("terraform-provider-xrcloud/%s Terraform/%s", p.Version, req.TerraformVersion),
		RetryWait: p.RetryWait,
		Log:       tflogRequest,
	}
	settings := settings{diags: &resp.Diagnostics, base: path.Empty()}
	transportConfig.AcceptAccountChange = settings.boolValue("accept_account_change", config.AcceptAccountChange, "XRCLOUD_ACCEPT_ACCOUNT_CHANGE")
	clients := tfkit.ProviderData{
		xrcloudClient(config, transportConfig, &resp.Diagnostics),
		vcsClient(ctx, config.VCS, transportConfig, &resp.Diagnostics),
		venuelessClient(ctx, config.Venueless, transportConfig, &resp.Diagnostics),
		whiteboardClient(ctx, config.Whiteboard, transportConfig, &resp.Diagnostics),
	}
	resp.ResourceData = clients
	resp.DataSourceData = clients
	resp.EphemeralResourceData = clients
	resp.ListResourceData = clients
	resp.ActionData = clients
}

func tflogRequest(ctx context.Context, message string, fields map[string]any) {
	tflog.Debug(ctx, message, fields)
}
