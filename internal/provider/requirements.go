package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// requirement is a condition that the provider's configuration must meet for a request.
type requirement struct {
	// anyOf are sets of settings, one of which must be complete. If it is empty, no setting must be set.
	anyOf [][]string
	// known are settings that may be unset, but not unknown until apply.
	known []string
	// missing says what to set if no set is complete.
	missing string
	// invalid describes an invalid value; "" if all values are valid.
	invalid string
}

// connectionKnown are the settings of every connection, see connectionModel.
var connectionKnown = requirement{known: []string{"ca_certificate", "request_timeout", "max_retries", "max_concurrent_requests"}}

// checker returns the check that a client makes before each request: all requirements of the request's need must be met. A
// setting that is missing is reported before one that is unknown until apply, because a plan can report only the former.
func (s *settings) checker(needs map[transport.Need][]requirement) func(transport.Need) *transport.ConfigError {
	return func(need transport.Need) *transport.ConfigError {
		var missing, unknown []string
		for _, r := range needs[need] {
			for _, name := range r.known {
				unknown = append(unknown, s.unknownPath(name)...)
			}
			complete, possible := s.complete(r.anyOf)
			switch {
			case r.invalid != "":
				missing = append(missing, r.invalid)
			case !complete && possible == nil:
				missing = append(missing, r.missing)
			case !complete:
				unknown = append(unknown, possible...)
			}
		}
		switch {
		case len(missing) > 0:
			return &transport.ConfigError{Detail: strings.Join(missing, " ")}
		case len(unknown) > 0:
			inOrder := slices.DeleteFunc(slices.Clone(s.unknown), func(path string) bool { return !slices.Contains(unknown, path) })
			return &transport.ConfigError{Unknown: true, Detail: fmt.Sprintf("This needs provider configuration that is unknown until apply: %s. "+
				"Create the object that the value comes from first, for example with -target, or configure a known value.", strings.Join(inOrder, ", "))}
		}
		return nil
	}
}

// complete reports whether one of the sets of settings is complete. If none is, it returns the unknown settings of the sets
// that may turn out to be complete.
func (s *settings) complete(sets [][]string) (complete bool, unknown []string) {
	for _, set := range sets {
		var unset, waiting []string
		for _, name := range set {
			path := s.unknownPath(name)
			waiting = append(waiting, path...)
			if path == nil && s.sources[name] == "" {
				unset = append(unset, name)
			}
		}
		switch {
		case len(unset) > 0:
		case len(waiting) == 0:
			return true, nil
		default:
			unknown = append(unknown, waiting...)
		}
	}
	return len(sets) == 0, unknown
}

// unknownPath returns the path of a setting or of its block, whichever is unknown until apply. It returns nil if neither is.
func (s *settings) unknownPath(name string) []string {
	for _, path := range s.unknown {
		if path == s.path(name) || strings.HasPrefix(s.path(name), path+".") {
			return []string{path}
		}
	}
	return nil
}
