package tfserver

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// The server of the framework keeps the context of each request until the provider stops, to be able to cancel it. The context refers to the
// loggers and to the message of the request, some 70 KiB: a plan of 1000 rooms kept 70 MiB. The methods here give the framework a
// context that refers to nothing after the request.

func (s server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return withReleasedContext(ctx, req, s.ProviderServerWithListResource.ValidateResourceConfig)
}

func (s server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return withReleasedContext(ctx, req, s.ProviderServerWithListResource.UpgradeResourceState)
}

func (s server) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return withReleasedContext(ctx, req, s.ProviderServerWithListResource.UpgradeResourceIdentity)
}

func (s server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return withReleasedContext(ctx, req, s.ProviderServerWithListResource.ReadResource)
}

func (s server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return withReleasedContext(ctx, req, s.ProviderServerWithListResource.PlanResourceChange)
}

func (s server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return withReleasedContext(ctx, req, s.ProviderServerWithListResource.ApplyResourceChange)
}

func (s server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return withReleasedContext(ctx, req, s.ProviderServerWithListResource.ImportResourceState)
}

func (s server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return withReleasedContext(ctx, req, s.ProviderServerWithListResource.ReadDataSource)
}

func (s server) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return withReleasedContext(ctx, req, s.ProviderServerWithListResource.ValidateDataResourceConfig)
}

// withReleasedContext handles a request with a context that is cancelled, and refers to nothing, after the request.
func withReleasedContext[Request, Response any](ctx context.Context, req *Request, handle func(context.Context, *Request) (*Response, error)) (*Response, error) {
	ctx, cancel := context.WithCancel(ctx)
	releasable := &requestContext{done: ctx.Done()}
	releasable.current.Store(&ctx)
	defer func() { //nolint:contextcheck // it ends the context
		cancel()
		releasable.current.Store(nil)
	}()
	return handle(releasable, req) //nolint:contextcheck // releasable stands for ctx
}

// requestContext is the context of a request.
type requestContext struct {
	// current is the context while the request is handled, and nil after that.
	current atomic.Pointer[context.Context]
	// done is closed when the request was handled or cancelled.
	done <-chan struct{}
}

func (c *requestContext) Deadline() (time.Time, bool) {
	if current := c.current.Load(); current != nil {
		return (*current).Deadline()
	}
	return time.Time{}, false
}

func (c *requestContext) Done() <-chan struct{} { return c.done }

func (c *requestContext) Err() error {
	if current := c.current.Load(); current != nil {
		return (*current).Err()
	}
	return context.Canceled
}

func (c *requestContext) Value(key any) any {
	if current := c.current.Load(); current != nil {
		return (*current).Value(key)
	}
	return nil
}
