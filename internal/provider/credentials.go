package provider

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// credential is an argument that is a credential, or a part of one.
type credential struct {
	name        string
	value       types.String
	environment string
	into        *string
	// block is the nested block that has the argument. It is null for an argument of the service's own block.
	block types.Object
	// isPublic is true if messages may show the value.
	isPublic bool
	// combines is true if another credential can be set besides this one.
	combines bool
}

// credentials reads sets of arguments, each of which is a complete credential. Credentials of two accounts must not mix by accident:
// if the configuration has an argument of any set, the environment only completes the sets of which the configuration has an argument.
// It returns the environment variables that are ignored for this reason. It adds an error at an argument if a part of a set is missing,
// and if two sets are set that do not combine.
func (s *settings) credentials(sets ...[]credential) (ignored []string) {
	configured := slices.ContainsFunc(sets, isConfigured)
	for _, set := range sets {
		for _, c := range set {
			if !configured || isConfigured(set) {
				*c.into = s.readCredential(c)
			} else if os.Getenv(c.environment) != "" {
				ignored = append(ignored, c.environment)
			}
		}
	}
	s.checkCredentials(sets)
	return ignored
}

// isConfigured reports whether the configuration has an argument of the set, even if its value is unknown until apply.
func isConfigured(set []credential) bool {
	return slices.ContainsFunc(set, func(c credential) bool { return !c.value.IsNull() || !c.block.IsNull() })
}

// readCredential returns the value of a credential, or of a part of one. A line break or another control character would break the
// request.
func (s *settings) readCredential(c credential) string {
	text, source := s.lookup(c.name, c.value, c.environment)
	switch {
	case text == "" && source != "":
		s.addError(c.name, "Credential is empty", source+" is an empty string. Set a value, or omit it.")
	case strings.ContainsFunc(text, unicode.IsControl):
		s.addError(c.name, "Credential has a control character",
			source+" has a line break or another control character in it. If it is read from a file, wrap it in trimspace().")
		return ""
	case text != "" && !c.isPublic && transport.IsTooShort(text):
		s.diags.AddAttributeWarning(s.argument(c.name), "Credential is very short",
			tfkit.Capitalize(fmt.Sprintf("%s has fewer than %d characters. The provider does not hide such a short string in errors and logs. Check that the credential is complete, or use a longer one.",
				source, transport.MinSecretLength)))
	}
	return text
}

// checkCredentials adds an error if two of the sets are set that do not combine, or else if a part of a set is missing. A set with
// an invalid argument is not checked: one error is enough.
func (s *settings) checkCredentials(sets [][]credential) {
	var incomplete [][]credential
	var first, sources []string // the first argument of each set that does not combine, and the sources of its values
	for _, set := range sets {
		present := slices.DeleteFunc(slices.Clone(set), func(c credential) bool { return *c.into == "" })
		switch {
		case len(present) == 0, s.hasFailed(set):
			continue
		case len(present) < len(set):
			incomplete = append(incomplete, set)
		}
		if !present[0].combines {
			first, sources = append(first, present[0].name), append(sources, s.sourcesOf(present))
		}
	}
	if len(first) > 1 {
		s.addError(first[0], "Two credentials",
			fmt.Sprintf("the provider has two credentials, and only one of them can be used. Remove %s.", strings.Join(sources, ", or else ")))
		return
	}
	for _, set := range incomplete {
		s.checkComplete(set)
	}
}

// checkComplete adds an error at an argument of a set that is present, for each one that is missing. An argument that is unknown until
// apply is not missing.
func (s *settings) checkComplete(set []credential) {
	present := set[slices.IndexFunc(set, func(c credential) bool { return *c.into != "" })]
	for _, c := range set {
		if *c.into == "" && !c.value.IsUnknown() {
			missing := strings.ReplaceAll(c.name, "_", " ")
			s.addError(present.name, tfkit.Capitalize(missing)+" is missing",
				fmt.Sprintf("%s is set, but there is no %s. Set %s, or %s in the environment.", s.sources[present.name], missing, s.path(c.name), c.environment))
		}
	}
}

// sourcesOf returns where arguments come from.
func (s *settings) sourcesOf(arguments []credential) string {
	var sources []string
	for _, c := range arguments {
		sources = append(sources, s.sources[c.name])
	}
	return strings.Join(sources, " and ")
}

// hasFailed reports whether one of the arguments has an error.
func (s *settings) hasFailed(arguments []credential) bool {
	return slices.ContainsFunc(arguments, func(c credential) bool { return slices.Contains(s.failed, c.name) })
}
