package acctest_test

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// fakeVault replaces the provider hashicorp/vault. Its only resource saves the secret of a write-only argument in the file that the variable
// VAULT_FILE names.
type fakeVault struct{}

func newFakeVault() provider.Provider { return fakeVault{} }

func (fakeVault) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "vault"
}

func (fakeVault) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (fakeVault) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (fakeVault) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (fakeVault) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return fakeVaultSecret{} }}
}

// fakeVaultSecret is vault_kv_secret_v2 with the arguments that the guide uses.
type fakeVaultSecret struct{}

type fakeVaultSecretModel struct {
	Mount    types.String `tfsdk:"mount"`
	Name     types.String `tfsdk:"name"`
	Data     types.String `tfsdk:"data_json_wo"`
	Revision types.Int64  `tfsdk:"data_json_wo_version"`
}

func (fakeVaultSecret) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "vault_kv_secret_v2"
}

func (fakeVaultSecret) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.Attributes = map[string]schema.Attribute{
		"mount":                schema.StringAttribute{Required: true},
		"name":                 schema.StringAttribute{Required: true},
		"data_json_wo":         schema.StringAttribute{Required: true, WriteOnly: true},
		"data_json_wo_version": schema.Int64Attribute{Required: true},
	}
}

func (fakeVaultSecret) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var config fakeVaultSecretModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.State.Raw = req.Plan.Raw
	saveSecret(config.Data, &resp.Diagnostics)
}

func (fakeVaultSecret) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (fakeVaultSecret) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var config fakeVaultSecretModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.State.Raw = req.Plan.Raw
	saveSecret(config.Data, &resp.Diagnostics)
}

func (fakeVaultSecret) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func saveSecret(data types.String, diags interface{ AddError(summary, detail string) }) {
	if err := os.WriteFile(os.Getenv("VAULT_FILE"), []byte(data.ValueString()), 0o600); err != nil {
		diags.AddError("Cannot save secret", err.Error())
	}
}
