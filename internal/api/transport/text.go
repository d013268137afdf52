package transport

import "golang.org/x/text/unicode/norm"

// Text gives a text in the form in which it can be compared to others, whatever keyboard it was typed on: services keep
// what they are sent, while Terraform turns all texts into this form.
func Text(text string) string { return norm.NFC.String(text) }
