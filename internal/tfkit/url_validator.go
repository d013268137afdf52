package tfkit

import (
	"errors"
	"fmt"
	"net"
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// IsURL validates that a string is a URL that XRCLOUD accepts: a host with a dot, or an IP address, after http, https,
// ftp or no scheme at all. The service refuses localhost, mailto: and plain words.
func IsURL() validator.String {
	const form = `a URL that the service accepts, such as "https://example.com/bye": its host must have a dot`
	return StringValidator{form, func(text string, argument path.Path, diags *diag.Diagnostics) {
		if err := checkURL(text); err != nil {
			diags.AddAttributeError(argument, "Invalid URL", Capitalize(err.Error())+".")
		} else if !hasScheme(text) {
			diags.AddAttributeWarning(argument, "URL has no scheme",
				"The service accepts a URL without a scheme, but browsers and clients do not treat it as a complete URL. Begin it with https://.")
		}
	}}
}

// hostNamePattern matches a name with a dot. It accepts all characters beyond ASCII: the service checks them.
var hostNamePattern = regexp.MustCompile(`^([a-zA-Z0-9\x{a1}-\x{10ffff}]([a-zA-Z0-9\x{a1}-\x{10ffff}-]*[a-zA-Z0-9\x{a1}-\x{10ffff}])?\.)+([a-zA-Z\x{a1}-\x{10ffff}]{2,}|xn[a-zA-Z0-9-]+)$`)

// schemePattern matches the scheme of a URL. A string of another form can be a part of a password.
var schemePattern = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*$`)

// hasScheme reports whether a URL that the service accepts begins with a scheme.
func hasScheme(text string) bool {
	before, _, found := strings.Cut(text, "://")
	return found && schemePattern.MatchString(before)
}

// checkURL returns an error with advice if the service refuses the URL. It splits the URL as the service does, which differs from browsers: a
// path or query may contain everything but white space, < and >. The service checks the rest itself.
func checkURL(text string) error {
	switch {
	case text == "":
		return errors.New(`the URL is empty. Use a URL such as "https://example.com/bye"`)
	case strings.ContainsAny(text, " \t\r\n\v\f"):
		return errors.New("the URL contains white space. Remove it, or write each space as %20")
	case strings.ContainsAny(text, "<>"):
		return errors.New("the URL contains < or >. Write them as %3C and %3E")
	}
	address, _, _ := strings.Cut(text, "#")
	address, _, _ = strings.Cut(address, "?")
	if before, rest, found := strings.Cut(address, "://"); found {
		switch strings.ToLower(before) {
		case "http", "https", "ftp":
			address = rest
		default:
			return fmt.Errorf("the URL has %s, which the service rejects. Use https://", describePart(text, "the scheme", before, schemePattern.MatchString(before)))
		}
	}
	authority, _, _ := strings.Cut(address, "/")
	if strings.HasPrefix(authority, "mailto:") {
		return errors.New("the URL is an e-mail address, which the service rejects. Use a URL that begins with https://")
	}
	if _, host, found := strings.Cut(authority, "@"); found {
		authority = host
	}
	return checkHost(text, authority)
}

// checkHost is checkURL for the host and port of a URL.
func checkHost(text, authority string) error {
	if strings.Contains(authority, "@") {
		return errors.New("the URL has a user name or password that contains an @, which the service rejects. Write that @ as %40")
	}
	var host, port string
	if inBrackets, found := strings.CutPrefix(authority, "["); found {
		host, port, _ = strings.Cut(inBrackets, "]")
		port = strings.TrimPrefix(port, ":")
	} else {
		host, port, _ = strings.Cut(authority, ":")
	}
	if net.ParseIP(host) == nil && !hostNamePattern.MatchString(host) {
		return fmt.Errorf(`the URL has %s, which the service rejects. The host must be an IP address or a name with a dot, as in "https://example.com/bye"`,
			describePart(text, "the host", host, true))
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if port != "" && (err != nil || number == 0) {
		return fmt.Errorf("the URL has %s, which the service rejects. The port must be a number from 1 to 65535",
			describePart(text, "the port", port, !strings.ContainsFunc(port, func(r rune) bool { return r < '0' || r > '9' })))
	}
	return nil
}

// describePart names a part of a URL, with its value unless it can be a secret. In a URL with an @, each part can be one: a password that is not encoded
// is split at the wrong place.
func describePart(text, name, value string, hasForm bool) string {
	if strings.Contains(text, "@") || !hasForm {
		return strings.Replace(name, "the ", "a ", 1)
	}
	return fmt.Sprintf("%s %q", name, value)
}
