package tfkit

import (
	"fmt"
	"net"
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// WebURL validates that a string is a URL that XRCLOUD takes: a host with a dot, or an IP address, after http, https,
// ftp or no scheme at all. The service refuses localhost, mailto: and plain words.
func WebURL() validator.String {
	const form = `a URL that the service accepts, such as "https://example.com/bye": its host must have a dot`
	return Checked{form, func(text string, argument path.Path, diags *diag.Diagnostics) {
		if problem := webURLProblem(text); problem != "" {
			diags.AddAttributeError(argument, "Not a URL that the service accepts", fmt.Sprintf("Value must be %s, but %s.", form, problem))
		}
	}}
}

// hostName is a name with a dot. What is beyond ASCII, be it letters or emoji, is left to the service.
var hostName = regexp.MustCompile(`^([a-zA-Z0-9\x{a1}-\x{10ffff}]([a-zA-Z0-9\x{a1}-\x{10ffff}-]*[a-zA-Z0-9\x{a1}-\x{10ffff}])?\.)+([a-zA-Z\x{a1}-\x{10ffff}]{2,}|xn[a-zA-Z0-9-]+)$`)

// webURLProblem says why the service is known to refuse a URL, or "". It takes the text apart in the service's order,
// which is not that of a browser: a path or query may hold anything but white space, < and >. What is not known is left to
// the service. The text is not part of the answer: it may hold a password.
func webURLProblem(text string) string {
	if text == "" {
		return "it is empty"
	}
	if strings.ContainsAny(text, " \t\r\n\v\f<>") {
		return "it has white space, < or > in it"
	}
	address, _, _ := strings.Cut(text, "#")
	address, _, _ = strings.Cut(address, "?")
	if scheme, rest, found := strings.Cut(address, "://"); found {
		switch strings.ToLower(scheme) {
		case "http", "https", "ftp":
			address = rest
		default:
			return fmt.Sprintf("its scheme is %q", scheme)
		}
	}
	authority, _, _ := strings.Cut(address, "/")
	if strings.HasPrefix(authority, "mailto:") {
		return "it is an e-mail address"
	}
	if _, host, found := strings.Cut(authority, "@"); found {
		authority = host
	}
	var host, port string
	var hasPort bool
	if inBrackets, found := strings.CutPrefix(authority, "["); found {
		host, port, _ = strings.Cut(inBrackets, "]")
		port, hasPort = strings.CutPrefix(port, ":")
	} else {
		host, port, hasPort = strings.Cut(authority, ":")
	}
	if net.ParseIP(host) == nil && !hostName.MatchString(host) {
		return fmt.Sprintf("its host is %q", host)
	}
	if number, err := strconv.ParseUint(port, 10, 16); hasPort && (err != nil || number == 0) {
		return fmt.Sprintf("its port is %q", port)
	}
	return ""
}
