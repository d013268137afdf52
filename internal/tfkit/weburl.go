package tfkit

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// WebURL validates that a string is a URL that XRCLOUD takes: a host with a dot, or an IP address, after http, https,
// ftp or no scheme at all. The service refuses localhost, mailto: and plain words.
func WebURL() validator.String { return webURLValidator{} }

type webURLValidator struct{}

func (webURLValidator) Description(context.Context) string {
	return `value must be a URL that the service accepts, such as "https://example.com/bye": its host must have a dot`
}

func (v webURLValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v webURLValidator) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if problem := webURLProblem(req.ConfigValue.ValueString()); problem != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a URL that the service accepts",
			fmt.Sprintf("%s, but %s.", sentence(v.Description(ctx)), problem))
	}
}

var hostName = regexp.MustCompile(`^([\pL\pN]([\pL\pN-]*[\pL\pN])?\.)+(\pL{2,}|xn[\pL\pN-]*[\pL\pN])\.?$`)

// webURLProblem says why the service is known to refuse a URL, or "". What is not known is left to the service. The
// text is not part of the answer: it may hold a password.
func webURLProblem(text string) string {
	if text == "" {
		return "it is empty"
	}
	if strings.ContainsAny(text, " \t\r\n<>") {
		return "it has white space, < or > in it"
	}
	scheme, rest, found := strings.Cut(text, "://")
	if !found {
		scheme, rest = "https", text
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "ftp":
	default:
		return fmt.Sprintf("its scheme is %q", scheme)
	}
	parsed, err := url.Parse("https://" + rest)
	if err != nil || strings.HasPrefix(strings.ToLower(rest), "mailto:") {
		return "it cannot be read as a URL"
	}
	host := parsed.Hostname()
	if net.ParseIP(host) == nil && !hostName.MatchString(host) {
		return fmt.Sprintf("its host is %q", host)
	}
	if port := parsed.Port(); port != "" {
		if number, err := strconv.Atoi(port); err != nil || number < 1 || number > 65535 {
			return fmt.Sprintf("its port is %q", port)
		}
	}
	return ""
}
