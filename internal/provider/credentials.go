package provider

import (
	"os"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// credential is an argument that is a credential, or a part of one.
type credential struct {
	name        string
	value       types.String
	environment string
	into        *string
	// isPublic is true if messages may show the value.
	isPublic bool
}

// readCredential returns the value of a credential, or of a part of one.
func (s *settings) readCredential(c credential) string {
	if c.isPublic {
		text, _ := s.credentialValue(c.name, c.value, c.environment)
		return text
	}
	return s.secretValue(c.name, c.value, c.environment)
}

// credentials reads sets of arguments, each of which is a complete credential. Credentials of two accounts must not mix by accident:
// if the configuration has an argument of any set, the environment only completes the sets of which the configuration has an argument.
// It returns the environment variables that are ignored for this reason.
func (s *settings) credentials(sets ...[]credential) (ignored []string) {
	begun := false
	for _, set := range sets {
		begun = begun || isBegun(set)
	}
	for _, set := range sets {
		for _, c := range set {
			if !begun || isBegun(set) {
				*c.into = s.readCredential(c)
			} else if os.Getenv(c.environment) != "" {
				ignored = append(ignored, c.environment)
			}
		}
	}
	return ignored
}

// isBegun reports whether the configuration has an argument of the set, even if its value is unknown until apply.
func isBegun(set []credential) bool {
	for _, c := range set {
		if !c.value.IsNull() {
			return true
		}
	}
	return false
}
