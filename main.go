// Command terraform-provider-xrcloud serves the provider to Terraform and OpenTofu.
package main

import (
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfserver"
)

// version is set by the release build.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve a debugger such as delve: print how to attach Terraform, and wait")
	flag.Parse()
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	} else if err := tfserver.SilenceLogs(); err != nil {
		log.Fatal(err)
	}
	tfserver.TuneMemory()
	err := tf6server.Serve("registry.terraform.io/xrcloud/xrcloud", tfserver.New(provider.New(version)()), options...)
	if err != nil {
		log.Fatal(err)
	}
}
