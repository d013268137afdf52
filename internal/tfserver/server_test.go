package tfserver_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfserver"
)

// OpenTofu sends a null argument of a function as a value without data.
func TestFunctionAcceptsNullArgumentOfOpenTofu(t *testing.T) {
	t.Parallel()
	const room = "https://room.example.com/AbCdEf1/main-hall?public=a0166051-1eee-44bb-922a-c988d517a0e1"
	url, err := tfprotov6.NewDynamicValue(tftypes.String, tftypes.NewValue(tftypes.String, room))
	if err != nil {
		t.Fatal(err)
	}
	for name, null := range map[string]*tfprotov6.DynamicValue{"empty": {}, "nil": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp, err := tfserver.New(provider.New("test")())().CallFunction(t.Context(),
				&tfprotov6.CallFunctionRequest{Name: "room_entry_url", Arguments: []*tfprotov6.DynamicValue{&url, null}})
			if err != nil || resp.Error != nil {
				t.Fatalf("error %v, %+v", err, resp.Error)
			}
			result, err := resp.Result.Unmarshal(tftypes.String)
			if err != nil || !result.Equal(tftypes.NewValue(tftypes.String, room)) {
				t.Errorf("got %s, %v", result, err)
			}
		})
	}
}
