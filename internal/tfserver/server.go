// Package tfserver is the server of a provider and its process, which lives for seconds: without logs that nobody reads, and without memory that
// nobody uses.
package tfserver

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// New returns a function that creates the server of a provider, as Terraform and OpenTofu talk to it.
func New(of provider.Provider) func() tfprotov6.ProviderServer {
	create := providerserver.NewProtocol6(of)
	return func() tfprotov6.ProviderServer {
		framework := create()
		listing, ok := framework.(tfprotov6.ProviderServerWithListResource) //nolint:staticcheck // until ProviderServer has its methods
		if !ok {
			return framework
		}
		return server{listing}
	}
}

// server is the server of the framework, which keeps no contexts of requests, and accepts null arguments of functions from OpenTofu.
type server struct {
	tfprotov6.ProviderServerWithListResource
}

// CallFunction calls a function. OpenTofu sends a null argument as a value without data, which the framework reports as a bug of the
// provider. Terraform sends it as the MessagePack value nil.
func (s server) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	for i, argument := range req.Arguments {
		if argument == nil || len(argument.MsgPack)+len(argument.JSON) == 0 {
			req.Arguments[i] = &tfprotov6.DynamicValue{MsgPack: []byte{0xc0}}
		}
	}
	return s.ProviderServerWithListResource.CallFunction(ctx, req)
}
