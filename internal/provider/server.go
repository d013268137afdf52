package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// NewServer returns a function that creates the server of a provider, as Terraform and OpenTofu talk to it.
func NewServer(of provider.Provider) func() tfprotov6.ProviderServer {
	create := providerserver.NewProtocol6(of)
	return func() tfprotov6.ProviderServer {
		framework := create()
		listing, ok := framework.(tfprotov6.ProviderServerWithListResource) //nolint:staticcheck // until ProviderServer has its methods
		if !ok {
			return framework
		}
		return nullArgumentServer{listing}
	}
}

// nullArgumentServer accepts a null argument of a function from OpenTofu. OpenTofu sends null as a value without data, which
// the framework reports as a bug of the provider. Terraform sends it as the MessagePack value nil.
type nullArgumentServer struct {
	tfprotov6.ProviderServerWithListResource
}

func (s nullArgumentServer) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	for i, argument := range req.Arguments {
		if argument == nil || len(argument.MsgPack)+len(argument.JSON) == 0 {
			req.Arguments[i] = &tfprotov6.DynamicValue{MsgPack: []byte{0xc0}}
		}
	}
	return s.ProviderServerWithListResource.CallFunction(ctx, req)
}
