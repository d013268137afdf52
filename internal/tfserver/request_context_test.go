package tfserver_test

import (
	"context"
	"runtime"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfserver"
)

type contextKey struct{}

// The server refers to no part of the context of a request after the request.
func TestServerReleasesContext(t *testing.T) {
	t.Parallel()
	server := tfserver.New(provider.New("test")())()
	for name, handle := range map[string]func(ctx context.Context) error{
		"ValidateResourceConfig": func(ctx context.Context) error {
			_, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: "xrcloud_unknown"})
			return err
		},
		"UpgradeResourceState": func(ctx context.Context) error {
			_, err := server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{TypeName: "xrcloud_unknown"})
			return err
		},
		"UpgradeResourceIdentity": func(ctx context.Context) error {
			_, err := server.UpgradeResourceIdentity(ctx, &tfprotov6.UpgradeResourceIdentityRequest{TypeName: "xrcloud_unknown"})
			return err
		},
		"ReadResource": func(ctx context.Context) error {
			_, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: "xrcloud_unknown"})
			return err
		},
		"PlanResourceChange": func(ctx context.Context) error {
			_, err := server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{TypeName: "xrcloud_unknown"})
			return err
		},
		"ApplyResourceChange": func(ctx context.Context) error {
			_, err := server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{TypeName: "xrcloud_unknown"})
			return err
		},
		"ImportResourceState": func(ctx context.Context) error {
			_, err := server.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: "xrcloud_unknown"})
			return err
		},
		"ReadDataSource": func(ctx context.Context) error {
			_, err := server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: "xrcloud_unknown"})
			return err
		},
		"ValidateDataResourceConfig": func(ctx context.Context) error {
			_, err := server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: "xrcloud_unknown"})
			return err
		},
	} {
		kept := handleWithValue(t, handle)
		runtime.GC()
		runtime.GC()
		if kept.Value() != nil {
			t.Errorf("%s: the server keeps the context", name)
		}
	}
	runtime.KeepAlive(server)
}

// handleWithValue handles a request with a value in its context, and returns a weak pointer to the value.
func handleWithValue(t *testing.T, handle func(ctx context.Context) error) weak.Pointer[[1024]byte] {
	t.Helper()
	value := new([1024]byte)
	if err := handle(context.WithValue(t.Context(), contextKey{}, value)); err != nil {
		t.Fatal(err)
	}
	return weak.Make(value)
}
