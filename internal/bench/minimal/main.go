// Command minimal is the smallest provider for the configuration of the benchmark, built on terraform-plugin-framework. Each operation sends one
// request. The schema of xrcloud_room is the one of the provider that it is compared with. What that provider costs beyond this one is due
// to its own code.
//
// Its server and its process are treated like those of the provider, unless XRCLOUD_BENCH_PLAIN is set: it then runs as the scaffolding of the
// framework would, with all logs, with all contexts of requests, and with Go's defaults for memory.
package main

import (
	"context"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/bench/rest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfserver"
)

func main() {
	serve := providerserver.NewProtocol6(minimalProvider{})
	if os.Getenv("XRCLOUD_BENCH_PLAIN") == "" {
		serve = tfserver.New(minimalProvider{})
		if err := tfserver.SilenceLogs(); err != nil {
			log.Fatal(err)
		}
		tfserver.TuneMemory()
	}
	if err := tf6server.Serve("registry.terraform.io/xrcloud/xrcloud", serve); err != nil {
		log.Fatal(err)
	}
}

// minimalProvider serves the kinds of objects in the configuration of the benchmark. Its configuration is the environment.
type minimalProvider struct{}

func (minimalProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "xrcloud"
}

func (minimalProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (minimalProvider) Configure(_ context.Context, _ provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	client := rest.New()
	resp.ResourceData, resp.DataSourceData = client, client
}

func (minimalProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &projectResource{} },
		func() resource.Resource { return &roomResource{} },
	}
}

func (minimalProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return &sceneDataSource{} }}
}
