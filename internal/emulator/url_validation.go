package emulator

import (
	"net"
	"regexp"
	"strconv"
	"strings"
)

// urlLimit is the length from which on the service rejects a URL.
const urlLimit = 2084

var (
	hostLabel = regexp.MustCompile(`^[a-zA-Z0-9\x{00a1}-\x{ffff}]([a-zA-Z0-9\x{00a1}-\x{ffff}-]*[a-zA-Z0-9\x{00a1}-\x{ffff}])?$`)
	topLabel  = regexp.MustCompile(`^(?i:[a-z\x{00a1}-\x{ffff}]{2,}|xn[a-z0-9-]{2,})$`)
)

// validURL reports whether the service accepts the text as a URL. The scheme is http, https, ftp or missing. The host is
// an IP address, or a name with a dot and a top-level domain of letters. A port is optional.
func validURL(text string) bool {
	if text == "" || len(text) >= urlLimit || strings.ContainsAny(text, "<> \t\r\n\v\f") {
		return false
	}
	text, _, _ = strings.Cut(text, "#")
	text, _, _ = strings.Cut(text, "?")
	if scheme, rest, found := strings.Cut(text, "://"); found {
		switch strings.ToLower(scheme) {
		case "http", "https", "ftp":
		default:
			return false
		}
		text = rest
	}
	authority, _, _ := strings.Cut(text, "/")
	if credentials, host, found := strings.Cut(authority, "@"); found {
		// The service parses a user without a scheme as mailto:user@host, and accepts one colon at most.
		if credentials == "" || strings.HasPrefix(credentials, "mailto:") || strings.Count(credentials, ":") > 1 {
			return false
		}
		authority = host
	}
	return validAuthority(authority)
}

func validAuthority(authority string) bool {
	if strings.HasPrefix(authority, "[") {
		host, port, found := strings.Cut(authority[1:], "]")
		return found && net.ParseIP(host) != nil && (port == "" || port[0] == ':' && validPort(port[1:]))
	}
	host, port, _ := strings.Cut(authority, ":")
	if port != "" && !validPort(port) { // a colon without a port is accepted
		return false
	}
	return net.ParseIP(host) != nil || validHost(host)
}

func validPort(port string) bool {
	number, err := strconv.ParseUint(port, 10, 16)
	return err == nil && number > 0
}

func validHost(host string) bool {
	labels := strings.Split(host, ".")
	if len(labels) < 2 || !topLabel.MatchString(labels[len(labels)-1]) {
		return false
	}
	for _, label := range labels {
		if len(label) > 63 || !hostLabel.MatchString(label) {
			return false
		}
	}
	return true
}
