package provider

import (
	"context"
	"crypto/x509"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// settings reads the settings of a client: from the configuration, else from the environment, else the default. A configured value
// that is unknown until apply is never replaced by another source.
type settings struct {
	diags *diag.Diagnostics
	base  path.Path // the block that has the arguments
	// unknown are the paths of the arguments and blocks that are unknown until apply.
	unknown []string
	// sources names the source of each value, such as "the argument api_key".
	sources map[string]string
	// failed are the arguments with an error.
	failed []string
	// endpointOrigin is a sentence that names the source of the endpoint.
	endpointOrigin string
}

// newSection reads the block of a companion service into model, and returns its settings. A block that is not configured has no
// settings; a block that is unknown until apply is unknown as a whole.
func newSection(ctx context.Context, name string, section types.Object, model any, diags *diag.Diagnostics) settings {
	s := settings{diags: diags, base: path.Root(name)}
	s.readBlock(ctx, s.base, section, model)
	return s
}

// readBlock reads the block at a path into model.
func (s *settings) readBlock(ctx context.Context, at path.Path, block types.Object, model any) {
	if block.IsUnknown() {
		s.unknown = append(s.unknown, at.String())
		return
	}
	s.diags.Append(block.As(ctx, model, basetypes.ObjectAsOptions{UnhandledNullAsEmpty: true})...)
}

// argument returns the path of an argument. The name of an argument of a nested block begins with the name of that block, as in
// "jwt.secret".
func (s *settings) argument(name string) path.Path {
	argument := s.base
	for step := range strings.SplitSeq(name, ".") {
		argument = argument.AtName(step)
	}
	return argument
}

// path returns the path of an argument, as messages write it.
func (s *settings) path(name string) string { return s.argument(name).String() }

// stringValue reads a string. It uses the first environment variable that is not empty.
func (s *settings) stringValue(name string, value types.String, environment ...string) string {
	text, _ := s.lookup(name, value, environment...)
	return text
}

// lookup reads a string and returns its source, such as "the argument api_key".
func (s *settings) lookup(name string, value types.String, environment ...string) (text, source string) {
	if value.IsUnknown() {
		s.unknown = append(s.unknown, s.path(name))
		return "", ""
	}
	if !value.IsNull() {
		return value.ValueString(), s.noteSource(name, "the argument "+s.path(name))
	}
	for _, variable := range environment {
		if text := os.Getenv(variable); text != "" {
			return text, s.noteSource(name, "the environment variable "+variable)
		}
	}
	return "", ""
}

// noteSource saves the source of a value.
func (s *settings) noteSource(name, source string) string {
	if s.sources == nil {
		s.sources = map[string]string{}
	}
	s.sources[name] = source
	return source
}

// endpointURL reads a base URL. It is nil if it is invalid, unknown until apply, or missing without a fallback.
func (s *settings) endpointURL(name string, value types.String, fallback string, environment ...string) *url.URL {
	text, source := s.lookup(name, value, environment...)
	if value.IsUnknown() {
		return nil
	}
	if source == "" && fallback == "" {
		return nil
	}
	s.endpointOrigin = fmt.Sprintf("The endpoint comes from %s.", source)
	if source == "" {
		text = fallback
		s.endpointOrigin = fmt.Sprintf("This is the default endpoint. For a self-hosted server, set %s in the provider's configuration, or %s in the environment.", s.path(name), environment[0])
	}
	endpoint, err := transport.ParseEndpoint(text)
	if err != nil {
		s.addError(name, "Invalid endpoint", fmt.Sprintf("%s %v", source, err))
		return nil
	}
	if transport.IsInsecure(endpoint) {
		s.diags.AddAttributeWarning(s.argument(name), "Credentials are not encrypted",
			tfkit.Capitalize(fmt.Sprintf("%s begins with http://. Anyone on the network path to %s can read the credentials and host URLs. Use https://.", source, endpoint.Host)))
	}
	return endpoint
}

// durationValue reads a duration of more than zero.
func (s *settings) durationValue(name string, value types.String, fallback, environment string) time.Duration {
	text, source := s.lookup(name, value, environment)
	if source == "" {
		text = fallback
	}
	duration, err := time.ParseDuration(text)
	if err != nil || duration <= 0 {
		s.addError(name, "Invalid duration", fmt.Sprintf(`%s must be a duration, such as "90s" or "2m", got %q.`, source, text))
	}
	return duration
}

// integerValue reads a whole number. A value from the environment is checked against the bounds; the validator checks an argument.
func (s *settings) integerValue(name string, value types.Int64, fallback int, bounds tfkit.WholeNumber, environment string) int {
	if value.IsUnknown() {
		s.unknown = append(s.unknown, s.path(name))
		return fallback
	}
	if !value.IsNull() {
		return int(value.ValueInt64())
	}
	text := os.Getenv(environment)
	if text == "" {
		return fallback
	}
	number, err := strconv.Atoi(text)
	if err != nil || int64(number) < bounds.Min || int64(number) > bounds.Max {
		s.addError(name, "Number is out of range",
			fmt.Sprintf("the environment variable %s must be a whole number from %d to %d, got %q.", environment, bounds.Min, bounds.Max, text))
	}
	return number
}

// boolValue reads a boolean. A value that is unknown until apply is false.
func (s *settings) boolValue(name string, value types.Bool, environment string) bool {
	text := os.Getenv(environment)
	if !value.IsNull() || text == "" {
		return value.ValueBool()
	}
	result, err := strconv.ParseBool(text)
	if err != nil {
		s.addError(name, "Invalid boolean", fmt.Sprintf("the environment variable %s must be true or false, got %q.", environment, text))
	}
	return result
}

// certificatePathPattern matches a path that was configured instead of the content of the file.
var certificatePathPattern = regexp.MustCompile(`^[^\n]+\.(pem|crt)$`)

// certificates returns the certificates of the system and the configured PEM certificates, or nil if none are configured.
func (s *settings) certificates(name string, value types.String, environment string) *x509.CertPool {
	text := s.stringValue(name, value, environment)
	if text == "" {
		return nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool() // the system has no certificates of its own
	}
	if !pool.AppendCertsFromPEM([]byte(text)) {
		advice := `It must be PEM text that begins with -----BEGIN CERTIFICATE-----, such as file("ca.pem") gives.`
		if certificatePathPattern.MatchString(text) {
			advice = fmt.Sprintf("This looks like a path: give the content, such as file(%q), or \"$(cat %q)\" in a shell.", text, text)
		}
		s.addError(name, "CA certificate cannot be read", "the CA certificate contains no certificate in PEM format. "+advice)
		return nil
	}
	return pool
}

// addError adds an error about the value of an argument.
func (s *settings) addError(name, summary, detail string) {
	s.failed = append(s.failed, name)
	s.diags.AddAttributeError(s.argument(name), summary, tfkit.Capitalize(detail))
}
