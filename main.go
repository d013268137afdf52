// Command terraform-provider-xrcloud serves the provider to Terraform and OpenTofu.
package main

import (
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
)

// version is set by the release build.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve a debugger such as delve: print how to attach Terraform, and wait")
	flag.Parse()
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	} else if err := silenceLogs(); err != nil {
		log.Fatal(err)
	}
	tuneMemory()
	err := tf6server.Serve("registry.terraform.io/xrcloud/xrcloud", provider.NewServer(provider.New(version)()), options...)
	if err != nil {
		log.Fatal(err)
	}
}
