package tfkit_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// validateString returns the errors of a validator for a value of the argument "url".
func validateString(t *testing.T, v validator.String, value types.String) []string {
	t.Helper()
	resp := validator.StringResponse{}
	v.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("url"), ConfigValue: value}, &resp)
	for _, text := range formatDiagnostics(resp.Diagnostics) {
		if !strings.Contains(text, " [url] ") {
			t.Errorf("a problem is not attached to the argument: %s", text)
		}
	}
	return formatDiagnostics(resp.Diagnostics.Errors())
}

var urlSamples = []struct {
	url     string
	problem string // a part of the error, or "" for a URL that is accepted
}{
	{"https://example.com/bye", ""},
	{"http://example.com", ""},
	{"HTTPS://EXAMPLE.COM/", ""},
	{"ftp://example.com/", ""},
	{"example.com/bye", ""},
	{"https://example.com:8443/?q=1#top", ""},
	{"https://10.0.0.1/hook", ""},
	{"http://127.0.0.1:8080/hook", ""},
	{"https://[2001:db8::1]:443/", ""},
	{"https://user:pass@example.com/", ""},
	{"https://münchen.de/", ""},
	{"https://xn--mnchen-3ya.de/", ""},
	{"https://회의.한국/", ""},
	{"https://example.xn--3e0b707e/", ""},
	{"https://example.com/%zz", ""},
	{"https://example.com/a:b@c", ""},
	{"example.com/?next=https://example.org/", ""},
	{"example.com/#https://localhost", ""},
	{"https://a.b.c.example.museum", ""},
	{"", "is empty"},
	{"nope", `the host "nope"`},
	{"not a url", "white space"},
	{"https://example.com/a b", "white space"},
	{"https://example.com/\n", "white space"},
	{"https://example.com/<script>", "< or >"},
	{"http://localhost:8080/hook", `the host "localhost"`},
	{"localhost", `the host "localhost"`},
	{"mailto:a@example.com", "e-mail address"},
	{"MAILTO:a@example.com", ""}, // a user name and a password
	{"tel:+4912345", `the host "tel"`},
	{"javascript://example.com", `the scheme "javascript"`},
	{"://example.com", "a scheme"},
	{"//example.com/bye", `the host ""`},
	{"/bye", `the host ""`},
	{"https://", `the host ""`},
	{"https://-example.com", "the host"},
	{"https://example-.com", "the host"},
	{"https://exa_mple.com", "the host"},
	{"https://example..com", "the host"},
	{"https://.example.com", "the host"},
	{"https://example.com.", "the host"},
	{"https://example.c", "the host"},
	{"https://example.123", "the host"},
	{"https://1.2.3", "the host"},
	{"https://[2001:db8::g]/", "the host"},
	{"https://example.com:0/", `the port "0"`},
	{"https://example.com:65536/", `the port "65536"`},
	{"https://example.com:http/", "a port"},
	{"https://example.com:/", ""},
	{"https://example.com:", ""},
	{"https://bot:p@ss@example.com/", "Write that @ as %40"},
}

// The validator refuses no URL that the service accepts.
func TestIsURL(t *testing.T) {
	t.Parallel()
	s := newURLService(t)
	for _, c := range urlSamples {
		got := validateString(t, tfkit.IsURL(), types.StringValue(c.url))
		if (len(got) > 0) != (c.problem != "") || len(got) > 0 && !strings.Contains(got[0], c.problem) {
			t.Errorf("%q: want the problem %q, got %q", c.url, c.problem, got)
		}
		if accepted := s.accepts(t, c.url); accepted != (c.problem == "") {
			t.Errorf("%q: accepted by the service: %t", c.url, accepted)
		}
	}
	for _, value := range []types.String{types.StringNull(), types.StringUnknown()} {
		if got := validateString(t, tfkit.IsURL(), value); len(got) > 0 {
			t.Errorf("%s: got %v", value, got)
		}
	}
}

// The validator agrees with all responses of the real service to URLs.
func TestURLWithoutScheme(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"example.com/bye": 1, "example.com/?next=https://example.org/": 1, "https://example.com": 0, "ftp://example.com": 0} {
		resp := validator.StringResponse{}
		tfkit.IsURL().ValidateString(t.Context(), validator.StringRequest{Path: path.Root("url"), ConfigValue: types.StringValue(text)}, &resp)
		if got := formatDiagnostics(resp.Diagnostics); len(got) != want || want > 0 && !strings.HasPrefix(got[0], "Warning [url] URL has no scheme: ") {
			t.Errorf("%q: got %q, want %d warnings", text, got, want)
		}
	}
}

func TestIsURLAgreesWithRecordings(t *testing.T) {
	t.Parallel()
	file, err := os.Open("../emulator/testdata/xrcloud.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	})
	count := 0
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var exchange struct {
			Name    string `json:"name"`
			Request struct {
				JSON map[string]any    `json:"json"`
				Form map[string]string `json:"form"`
			} `json:"request"`
			Response struct {
				Body json.RawMessage `json:"body"`
			} `json:"response"`
		}
		if err := json.Unmarshal(lines.Bytes(), &exchange); err != nil {
			t.Fatal(err)
		}
		for _, field := range []string{"returnUrl", "webhookUrl"} {
			text, found := exchange.Request.JSON[field].(string)
			if !found {
				text, found = exchange.Request.Form[field]
			}
			if !found {
				continue
			}
			count++
			refused := strings.Contains(string(exchange.Response.Body), field+" must be a URL address")
			if got := validateString(t, tfkit.IsURL(), types.StringValue(text)); (len(got) > 0) != refused {
				t.Errorf("%s: the service refuses %q: %t, the validator returns %v", exchange.Name, text, refused, got)
			}
		}
	}
	if err := lines.Err(); err != nil || count < 30 {
		t.Errorf("there are %d URLs in the recordings: %v", count, err)
	}
}

// Errors show no password.
func TestIsURLShowsNoPassword(t *testing.T) {
	t.Parallel()
	for _, u := range []string{
		"https://bot:p@hunter2@hooks.example.com/", "https://bot:p@hunter2@localhost", "https://bot:p/hunter2@hooks", "https://bot:p@hunter2/x@hooks.example.com",
		"https://bot:p?x@hunter2.", "bot:p://hunter2@localhost", "hunter2_://localhost", "https://bot:hunter2", "https://bot.example.com:hunter2",
		"https://user:hunter2@localhost/", "user:hunter2@localhost", "https://example:hunter2@example.com:99999", "https://localhost/?token=hunter2#hunter2",
	} {
		got := validateString(t, tfkit.IsURL(), types.StringValue(u))
		if len(got) != 1 || strings.Contains(got[0], "hunter2") {
			t.Errorf("%s: got %v", u, got)
		}
	}
}

// White space is the only error, even if the URL has other problems.
func TestIsURLReportsWhiteSpaceFirst(t *testing.T) {
	t.Parallel()
	for _, text := range []string{" https://example.com", "https://example.com/a b", "not this", "https://localhost/\t"} {
		got := validateString(t, tfkit.IsURL(), types.StringValue(text))
		if want := "Error [url] Invalid URL: The URL contains white space. Remove it, or write each space as %20."; len(got) != 1 || got[0] != want {
			t.Errorf("%q: got %q", text, got)
		}
	}
}

// The validator refuses no URL that the service accepts.
func FuzzIsURL(f *testing.F) {
	for _, c := range urlSamples {
		f.Add(c.url)
	}
	s := newURLService(f)
	f.Fuzz(func(t *testing.T, text string) {
		if got := validateString(t, tfkit.IsURL(), types.StringValue(text)); len(got) > 0 && s.accepts(t, text) {
			t.Fatalf("the service accepts %q, but: %s", text, got[0])
		}
	})
}

// urlService is an emulator that validates URLs.
type urlService struct {
	handler http.Handler
	key     string
}

func newURLService(tb testing.TB) *urlService {
	tb.Helper()
	e, err := emulator.New(emulator.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return &urlService{e, e.Credentials().APIKey}
}

// accepts reports whether the service accepts a URL. It sends the URL of an avatar, since a list of rooms needs no other object.
func (s *urlService) accepts(t *testing.T, text string) bool {
	t.Helper()
	target := "/api/rooms?projectId=f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b&avatarUrl=" + url.QueryEscape(text)
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody)
	request.Header.Set("X-XRCLOUD-API-KEY", s.key)
	response := httptest.NewRecorder()
	s.handler.ServeHTTP(response, request)
	return response.Code == http.StatusOK
}
