package tfkit_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// privateState is the private state of one resource.
type privateState map[string][]byte

func (s privateState) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return s[key], nil
}

func (s privateState) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	s[key] = value
	return nil
}

// accountClient is a client whose credentials have one name of an account.
type accountClient struct {
	kind account.Kind
	name string
}

func (c accountClient) Account() account.Account {
	return account.New("XRCLOUD", &url.URL{Scheme: "https", Host: "xr.example.com"}).With(c.kind, c.name)
}

// An account that differs, and one that cannot be compared, are told apart: only the first one is called another account.
func TestErrorsAboutAccounts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		client    accountClient
		isAnother bool
	}{
		"another key":       {accountClient{account.APIKey, "other"}, true},
		"an e-mail instead": {accountClient{account.Email, "a@example.com"}, false},
	} {
		state := privateState{}
		if diags := tfkit.RecordAccount(t.Context(), state, accountClient{account.APIKey, "own"}); len(diags) > 0 {
			t.Fatal(diags)
		}
		var diags diag.Diagnostics
		if tfkit.ConfirmNotFound(t.Context(), state, c.client, "room", "1", &diags) || tfkit.CheckAccount(t.Context(), state, c.client, "room", "1", &diags) {
			t.Errorf("%s: it is the own account", name)
		}
		if diags.ErrorsCount() != 2 {
			t.Errorf("%s: %v", name, diags)
		}
		for _, d := range diags {
			if strings.Contains(d.Detail(), "now uses another account") != c.isAnother || strings.Contains(d.Detail(), "do not show whether") == c.isAnother {
				t.Errorf("%s: %s: %s", name, d.Summary(), d.Detail())
			}
		}
	}
}
