package xrcloud_test

import (
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// An account is told apart by the endpoint and the API key, else the e-mail address, and shows none of them.
func TestAccount(t *testing.T) {
	t.Parallel()
	const here, there = "https://one.example.com", "https://two.example.com"
	account := func(url string, config xrcloud.Config) string { return connect(t, url, config).Account() }
	first := account(here, xrcloud.Config{APIKey: "first-key"})
	for name, same := range map[string]string{
		"with a login beside the key": account(here, xrcloud.Config{APIKey: "first-key", Email: "a@example.com", Password: "p"}),
		"with a token beside the key": account(here, xrcloud.Config{APIKey: "first-key", AccessToken: "t"}),
	} {
		if same != first {
			t.Errorf("%s, it is another account", name)
		}
	}
	seen := map[string]string{first: "the first"}
	for name, other := range map[string]string{
		"another key":              account(here, xrcloud.Config{APIKey: "second-key"}),
		"another server":           account(there, xrcloud.Config{APIKey: "first-key"}),
		"a login":                  account(here, xrcloud.Config{Email: "a@example.com", Password: "p"}),
		"another login":            account(here, xrcloud.Config{Email: "b@example.com", Password: "p"}),
		"nothing to tell it apart": account(here, xrcloud.Config{AccessToken: "t"}),
	} {
		if seen[other] != "" {
			t.Errorf("%s is the same account as %s", name, seen[other])
		}
		seen[other] = name
		if strings.Contains(other, "key") || strings.Contains(other, "example") {
			t.Errorf("%s shows what it is made of: %s", name, other)
		}
	}
}
