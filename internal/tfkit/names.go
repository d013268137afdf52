package tfkit

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// NameEquals reports whether the name of an object is the configured one. Terraform normalizes every string to NFC, but the services keep the
// form that they received: another client may have sent the same name in another form.
func NameEquals(name, configured string) bool { return norm.NFC.String(name) == configured }

// NameContains is NameEquals for a part of the name.
func NameContains(name, configured string) bool {
	return strings.Contains(norm.NFC.String(name), configured)
}
