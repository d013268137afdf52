package transport_test

import (
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

func TestParseEndpoint(t *testing.T) {
	t.Parallel()
	const complete, credentials, end, space = "not a complete URL", "contains a user name or password", "contains a query", "contains white space"
	tests := []struct {
		text    string
		want    string
		message string
	}{
		{text: "https://api.example.com", want: "https://api.example.com"},
		{text: "https://api.example.com/", want: "https://api.example.com"},
		{text: "HTTPS://api.example.com//", want: "https://api.example.com"},
		{text: "https://api.example.com/xr/v1", want: "https://api.example.com/xr/v1"},
		{text: "https://api.example.com/xr/v1///", want: "https://api.example.com/xr/v1"},
		{text: "https://api.example.com/a%2Fb/", want: "https://api.example.com/a%2Fb"},
		{text: "https://api.example.com/a%2F/", want: "https://api.example.com/a%2F"},
		{text: "http://127.0.0.1:8780", want: "http://127.0.0.1:8780"},
		{text: "http://[::1]:8780/api", want: "http://[::1]:8780/api"},
		{text: "", message: "is empty. Set it to"},
		{text: "api.example.com", message: `is "api.example.com", which has no scheme. Did you mean "https://api.example.com"?`},
		{text: "api.example.com:8443/xr/", message: `which has no scheme. Did you mean "https://api.example.com:8443/xr"?`},
		{text: "localhost:8080", message: `which has no scheme. Did you mean "http://localhost:8080"?`},
		{text: "//api.example.com", message: `which has no scheme. Did you mean "https://api.example.com"?`},
		{text: "https://", message: complete},
		{text: "https:///path", message: complete},
		{text: "https://:8080", message: complete},
		{text: "https://api.example.com:port", message: complete},
		{text: "ftp://api.example.com", message: `has the scheme "ftp". Did you mean "https://api.example.com"?`},
		{text: " https://api.example.com", message: space},
		{text: "https://api.example.com\n", message: space},
		{text: "https://user:hidden@api.example.com", message: credentials},
		{text: "https://hidden@api.example.com", message: credentials},
		{text: "https://api.example.com?key=hidden", message: end},
		{text: "https://api.example.com/?", message: end},
		{text: "https://api.example.com#hidden", message: end},
		{text: "https://api.example.com/#", message: end},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			t.Parallel()
			got, err := transport.ParseEndpoint(test.text)
			if test.message != "" {
				if err == nil || !strings.Contains(err.Error(), test.message) || strings.Contains(err.Error(), "hidden") {
					t.Errorf("got %v, %v, want an error that says %q and no credentials", got, err, test.message)
				}
				return
			}
			if err != nil || got.String() != test.want {
				t.Errorf("got %v, %v, want %s", got, err, test.want)
			}
		})
	}
}

func TestIsInsecure(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"https://api.example.com":  false,
		"http://api.example.com":   true,
		"http://localhost:8080":    false,
		"http://LocalHost":         false,
		"http://xr.localhost":      false,
		"http://localhost.example": true,
		"http://notlocalhost":      true,
		"http://127.0.0.1:8780":    false,
		"http://127.255.0.1":       false,
		"http://[::1]:8780":        false,
		"http://192.168.0.1":       true,
		"http://[fe80::1]":         true,
		"http://0.0.0.0":           true,
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			endpoint, err := transport.ParseEndpoint(text)
			if err != nil {
				t.Fatal(err)
			}
			if got := transport.IsInsecure(endpoint); got != want {
				t.Errorf("got %t, want %t", got, want)
			}
		})
	}
}
